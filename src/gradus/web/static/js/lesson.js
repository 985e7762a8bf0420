// A lesson: how far one has read, which part one is in, and the mark that it was read to its end.

const article = document.querySelector("[data-lesson]");
const bar = document.querySelector("progress.reading");
const end = document.querySelector("[data-lesson-end]");

const show = () => {
  const top = article.getBoundingClientRect().top + scrollY;
  const last = end.getBoundingClientRect().bottom + scrollY - innerHeight;
  bar.value = last <= top ? 1 : Math.min(1, Math.max(0, scrollY / last));
};
addEventListener("scroll", show, { passive: true });
addEventListener("resize", show);
show();

// The table of contents marks the part that is being read: the last heading above the upper third.
const links = [...document.querySelectorAll(".toc a")];
const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
const markPart = () => {
  const line = innerHeight / 3;
  const current = headings.findLastIndex((heading) => heading && heading.getBoundingClientRect().top < line);
  links.forEach((link, index) => (index === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
};
addEventListener("scroll", markPart, { passive: true });
markPart();

// Where there is no margin, a note stands under its paragraph and not in the middle of a sentence.
const margin = matchMedia("(min-width: 60rem)");
const notes = [...document.querySelectorAll(".marginnote")].map((note) => {
  const place = document.createComment("");
  note.before(place);
  return { note, place, block: note.closest("p, li, td") ?? note.parentElement };
});
const placeNotes = () => notes.forEach(({ note, place, block }) => (margin.matches ? place.after(note) : block.append(note)));
margin.addEventListener("change", placeNotes);
placeNotes();

// Read is what was open for a while and then seen to its end; jumping there is not reading.
const LONG_ENOUGH = 20_000;
const AT_THE_END = 2_000;
if (article.dataset.state !== "done") {
  const opened = Date.now();
  let timer = 0;
  const watch = new IntersectionObserver(([entry]) => {
    clearTimeout(timer);
    if (entry.isIntersecting) timer = setTimeout(markRead, Math.max(AT_THE_END, opened + LONG_ENOUGH - Date.now()));
  });
  const markRead = async () => {
    if (document.hidden) return document.addEventListener("visibilitychange", markRead, { once: true });
    const answer = await fetch(`${article.dataset.lesson}/read`, { method: "POST", headers: { accept: "application/json" } });
    if (answer.ok) {
      watch.disconnect();
      document.querySelector("[data-read-state]").textContent = "Marked as read.";
    }
  };
  watch.observe(end);
}
