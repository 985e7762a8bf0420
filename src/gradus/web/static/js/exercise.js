// The page of an exercise: the editor, what was saved and when, the check, and what others do to the same cell.

const PAUSE = 700; // after the last key
const AT_MOST = 1500; // while keys go on: so much can a crash take
const LOOK = 2000; // how often the file is looked at
const REPORT = 300;

const form = document.querySelector("#work");
const area = form.elements.text;
const saveState = form.querySelector("[data-save-state]");
const trouble = document.querySelector("[data-trouble]");
const reportBox = document.querySelector("#report");
const level = form.elements.level.value;
const { field, codeEditor } = await import(form.dataset.editor);
const { listen, quietly, swap } = await import(form.dataset.script);

let editor = field(area);
try {
  if (!("adoptedStyleSheets" in document)) throw new Error("too old");
  editor = await codeEditor(area, form.dataset.codemirror);
} catch (error) {
  console.info("The plain text field stays:", error); // one can work with it
}
document.documentElement.classList.add("edits");

let base = form.dataset.base;
let state = form.dataset.state;
let saved = editor.text();
let timer = 0;
let since = 0;
let turn = Promise.resolve();
let writes = 0; // answers of a look that began before a write are out of date
let tag = "";
let theirs = null;
let leaving = false;

const say = (text, bad = false) => {
  saveState.textContent = text;
  saveState.classList.toggle("bad", bad);
};
const dirty = () => editor.text() !== saved;
const stuck = () => !["ready", "new"].includes(state);
const fragment = (html) => document.createRange().createContextualFragment(html);

// -- Saving ---------------------------------------------------------------------------------------

const later = (job) => (turn = turn.then(job, job));

function soon() {
  if (stuck()) return;
  say(state === "new" ? "Not saved yet" : "…");
  since ||= Date.now();
  clearTimeout(timer);
  timer = setTimeout(() => later(save), Math.max(0, Math.min(PAUSE, since + AT_MOST - Date.now())));
}

async function post(act, text) {
  // A page that is being left may be gone before the answer comes; the request goes out all the same.
  const keepalive = (leaving || document.hidden) && text.length < 20_000;
  const body = new URLSearchParams({ level, base, text, act });
  const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" }, keepalive });
  if (!answer.headers.get("content-type")?.startsWith("application/json")) throw new Error(await answer.text());
  return answer.json();
}

// Saves what is in the editor; with "check" also starts a check. Says whether the text is in the notebook now.
async function save(act = "save", force = false) {
  clearTimeout(timer);
  since = 0;
  if (act === "save" && !dirty() && !force) return true;
  if (stuck() && !force) return false;
  const text = editor.text();
  writes += 1;
  let answer;
  try {
    answer = await post(act, text);
  } catch {
    say("Not saved: Gradus does not answer. Your text is still here; it is saved as soon as Gradus runs again.", true);
    timer = setTimeout(() => later(save), LOOK);
    return false;
  } finally {
    writes += 1;
  }
  take(answer, text);
  if (answer.state !== "ready") return false;
  if (dirty()) soon();
  return answer;
}

// What the server says of the cell, after `text` was to be written.
function take(answer, text) {
  state = answer.state;
  if (state !== "refused") base = answer.base;
  trouble.replaceChildren(fragment(answer.html ?? ""));
  editor.freeze(state === "conflict");
  theirs = state === "conflict" ? answer : null;
  if (state === "ready") {
    saved = text;
    say("Saved");
  } else if (state === "refused") {
    say("Not saved", true);
    state = "ready"; // The next change tries again: it may be mended by then.
  } else {
    say("Not saved", true);
    if (state === "conflict") trouble.scrollIntoView({ block: "nearest" });
  }
}

editor.onChange(soon);

trouble.addEventListener("click", async (event) => {
  const choice = event.target.closest("[data-choose]")?.dataset.choose;
  if (!choice) return;
  event.preventDefault();
  if (choice === "anew" || choice === "yours") {
    editor.freeze(false);
    await later(() => save("save", true));
  } else if (theirs) {
    const { text, both } = theirs;
    state = "ready";
    theirs = null;
    trouble.replaceChildren();
    editor.freeze(false);
    saved = text;
    editor.set(choice === "both" ? both : text);
    saved = choice === "both" ? text : editor.text();
    if (choice === "both") say("Both are in the editor: delete what you do not want");
    else say("This is the notebook's text");
  }
  editor.focus?.();
});

// -- What others write ------------------------------------------------------------------------------

async function look() {
  if (document.hidden || theirs) return;
  const before = writes;
  const query = new URLSearchParams({ level, base });
  let answer;
  try {
    answer = await fetch(`${form.action}/cell?${query}`, { headers: tag ? { "if-none-match": tag } : {}, cache: "no-store" });
    if (answer.status === 304) return;
    if (!answer.ok) return;
    const found = await answer.json();
    if (before !== writes || writes % 2) return;
    tag = answer.headers.get("etag");
    see(found);
  } catch {
    // Gradus does not answer. There is nothing to tell before there is something to save.
  }
}

function see(found) {
  const was = state;
  if (found.state !== "ready") {
    if (found.state === "new" && state === "new") return;
    state = found.state;
    if (state !== "refused") base = found.base;
    trouble.replaceChildren(fragment(found.html ?? ""));
    say(dirty() ? "Not saved" : "", dirty());
    return;
  }
  state = "ready";
  trouble.replaceChildren(fragment(found.html ?? ""));
  if (found.base === base) {
    if (dirty()) soon();
    return;
  }
  if (!dirty() && was !== "absent" && was !== "gone") {
    editor.set(found.text);
    base = found.base;
    saved = editor.text();
    say("Changed in the notebook, and shown here");
  } else if (found.text === editor.text()) {
    base = found.base;
    saved = found.text;
    say("Saved");
  } else {
    soon(); // Saving finds the conflict and shows it.
  }
}

setInterval(() => later(look), LOOK);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) leave();
  else later(look);
});
addEventListener("pagehide", () => {
  leaving = true;
  leave();
});
addEventListener("pageshow", () => (leaving = false));
addEventListener("beforeunload", (event) => {
  if (dirty() && stuck()) event.preventDefault();
});

// The page may never come back: what is not saved goes out now, and the answer need not be waited for.
function leave() {
  if (!dirty() || stuck()) return;
  // Behind a save that is under way; but not behind a look, which may take longer than there is.
  if (writes % 2) later(() => save());
  else save();
}

// -- The check --------------------------------------------------------------------------------------

let asked = false;
let watching = false;
let pulse = form.dataset.pulse;

async function check(act = "check") {
  if (asked) return;
  asked = true;
  reportBox.classList.add("waiting");
  try {
    for (;;) {
      const answer = await later(() => save(act));
      if (!answer) break;
      await watch();
      if (answer.started) break; // else another check of this lab was running, and it has ended now
    }
  } finally {
    asked = false;
    reportBox.classList.remove("waiting");
  }
}

async function watch() {
  watching = true;
  for (;;) {
    let fresh;
    try {
      const query = new URLSearchParams({ level, base });
      const answer = await fetch(`${form.action}/report?${query}`);
      fresh = fragment(await answer.text()).querySelector("[data-report]");
    } catch {
      fresh = null;
    }
    if (!fresh) {
      reportBox.querySelector("[role=status]").textContent = "Gradus does not answer. Start it again, and check again.";
      watching = false;
      return;
    }
    const box = document.createElement("div");
    box.append(fresh);
    swap(reportBox, box);
    if (!("running" in fresh.dataset)) break;
    await new Promise((done) => setTimeout(done, REPORT));
  }
  watching = false;
  const mark = reportBox.querySelector(".state-mark");
  const step = document.querySelector(".steps [aria-current] .state-mark");
  if (mark && step) step.replaceWith(mark.cloneNode(true));
  show();
}

// The lines that the report names are marked in the editor, and lead there.
function show() {
  editor.mark([...reportBox.querySelectorAll("[data-line]")].map((link) => Number(link.dataset.line)));
}

reportBox.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  if (!link) return;
  event.preventDefault();
  editor.goTo(Number(link.dataset.line));
});

form.addEventListener("submit", (event) => {
  if (event.submitter?.closest("[data-trouble]")) return;
  event.preventDefault();
  check(event.submitter?.value === "check-all" ? "check-all" : "check");
});
editor.onCheck(() => check());
if (reportBox.querySelector("[data-running]")) watch();
else show();

// A verdict or a hint from elsewhere: the notebook, the terminal, the lab's page.
const fresher = () => watching || watch();
listen(form.dataset.live, () => pulse, (now) => {
  pulse = now;
  fresher();
});
quietly(fresher);

if (editor.touch && matchMedia("(pointer: coarse)").matches) {
  const bar = document.createElement("p");
  bar.className = "touch-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Editing");
  for (const [name, sign, run] of editor.touch) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // the keyboard stays open
    button.addEventListener("click", run);
    bar.append(button);
  }
  form.querySelector(".sheet").after(bar);
}
