// For pages of a lab: hear when something changed, swap a part without disturbing anybody, post a form without a new page.

// Calls `changed` whenever the lab's pulse is another than `known()`. The browser itself asks again after a break.
export function listen(address, known, changed) {
  let source = null;
  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(address);
    source.addEventListener("message", ({ data }) => {
      document.getElementById("lost")?.remove();
      if (data !== known()) changed(data);
    });
    source.addEventListener("error", lost);
  };
  const close = () => {
    source?.close();
    source = null;
  };
  // A tab that nobody looks at holds no line: a browser has only six of them for one address.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && open());
  open();
}

// Says that Gradus does not answer; gone again once it does.
export function lost() {
  if (document.getElementById("lost")) return;
  const said = document.createElement("p");
  said.id = "lost";
  said.className = "notice bad lost";
  said.setAttribute("role", "status");
  said.textContent = "Gradus does not answer. Start it again; this page will notice.";
  document.getElementById("main").append(said);
}

// Puts the content of `part` into `mine`; what was folded, chosen or in focus stays so.
export function swap(mine, part) {
  const focus = mine.contains(document.activeElement) ? sign(document.activeElement) : "";
  const folded = new Map([...mine.querySelectorAll("details")].map((one) => [title(one), one.open]));
  const chosen = new Map([...mine.querySelectorAll("select")].map((one) => [one.name, one.value]));
  mine.replaceChildren(...part.childNodes);
  for (const one of mine.querySelectorAll("details")) {
    if (folded.has(title(one))) one.open = folded.get(title(one));
  }
  for (const one of mine.querySelectorAll("select")) {
    const kept = chosen.get(one.name);
    if ([...one.options].some((option) => option.value === kept)) one.value = kept;
  }
  if (focus) {
    const same = [...mine.querySelectorAll("a, button, input, select, summary, pre")].find((one) => sign(one) === focus);
    if (!same) mine.tabIndex = -1;
    (same ?? mine).focus({ preventScroll: true });
  }
}

const title = (details) => details.querySelector("summary").textContent;
// A button may come back under other words ("A hint", "Next hint"), so it is known by where its form leads.
const sign = (element) => `${element.tagName} ${element.name ?? ""} ${element.form?.getAttribute("action") ?? element.textContent}`;

// Posts forms that ask for it, and calls `done`: checking, stopping and hints need no new page.
export function quietly(done) {
  document.addEventListener("submit", async (event) => {
    if (!("quietly" in event.target.dataset)) return;
    event.preventDefault();
    try {
      await fetch(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target)) });
    } catch {
      lost();
    }
    done();
  });
}
