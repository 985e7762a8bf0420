// A lab's page keeps up with what happens elsewhere: a check in the notebook or the terminal, a save, a hint. Gradus says
// that something changed; then each part that came out different is swapped, and nothing else is touched.

const standing = document.querySelector("[data-standing]");
let pulse = standing.dataset.pulse;
let source = null;
let asking = false;
let again = false;

async function refresh() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    do {
      again = false;
      const answer = await fetch(standing.dataset.standing);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-standing]");
      if (fresh) take(fresh);
    } while (again);
  } catch {
    lost();
  } finally {
    asking = false;
  }
}

function take(fresh) {
  pulse = fresh.dataset.pulse;
  const anchor = inView();
  const top = anchor?.getBoundingClientRect().top;
  for (const item of fresh.querySelectorAll("li.exercise")) {
    const mine = document.getElementById(item.id);
    if (mine) mine.className = item.className;
  }
  for (const part of fresh.querySelectorAll("[data-swap]")) {
    const mine = document.getElementById(part.id);
    if (mine && mine.dataset.swap !== part.dataset.swap) swap(mine, part);
  }
  if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: "instant" });
}

// What is in the middle of the window stays where it is, however long the parts above it grow.
function inView() {
  return document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest("li.exercise, section, header") ?? null;
}

function swap(mine, part) {
  const focus = mine.contains(document.activeElement) ? sign(document.activeElement) : "";
  const folded = new Map([...mine.querySelectorAll("details")].map((one) => [title(one), one.open]));
  const chosen = new Map([...mine.querySelectorAll("select")].map((one) => [one.name, one.value]));
  mine.replaceChildren(...part.childNodes);
  mine.dataset.swap = part.dataset.swap;
  for (const one of mine.querySelectorAll("details")) {
    if (folded.has(title(one))) one.open = folded.get(title(one));
  }
  for (const one of mine.querySelectorAll("select")) {
    const kept = chosen.get(one.name);
    if ([...one.options].some((option) => option.value === kept)) one.value = kept;
  }
  if (focus) {
    const same = [...mine.querySelectorAll("a, button, input, select, summary, pre")].find((one) => sign(one) === focus);
    mine.tabIndex = -1;
    (same ?? mine).focus({ preventScroll: true });
  }
}

const title = (details) => details.querySelector("summary").textContent;
const sign = (element) => `${element.tagName} ${element.name ?? ""} ${element.textContent}`;

function listen() {
  if (source || document.hidden) return;
  source = new EventSource(standing.dataset.live);
  source.addEventListener("message", ({ data }) => {
    document.getElementById("lost")?.remove();
    if (data !== pulse) refresh();
  });
  source.addEventListener("error", lost);
}

// The browser goes on asking by itself, so this is gone again once Gradus is back.
function lost() {
  if (document.getElementById("lost")) return;
  const said = document.createElement("p");
  said.id = "lost";
  said.className = "notice bad";
  said.textContent = "Gradus does not answer. Start it again; this page will notice.";
  document.getElementById("check-state").before(said);
}

listen();
// A tab that nobody looks at holds no line: a browser has only six of them for one address.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    source?.close();
    source = null;
  } else {
    listen();
  }
});
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  source = null;
  listen();
});

// Checking, stopping and asking for a hint need no new page.
standing.addEventListener("submit", async (event) => {
  if (!("quietly" in event.target.dataset)) return;
  event.preventDefault();
  const button = event.submitter;
  if (button) button.disabled = true;
  try {
    await fetch(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target)) });
  } catch {
    lost();
  }
  if (button) button.disabled = false;
  refresh();
});
