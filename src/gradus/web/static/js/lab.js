// A lab's page keeps up with what happens elsewhere: a check in the notebook or the terminal, a save, a hint. Gradus says
// that something changed; then each part that came out different is swapped, and nothing else is touched.

const standing = document.querySelector("[data-standing]");
const { listen, lost, quietly, swap } = await import(standing.dataset.script);
let pulse = standing.dataset.pulse;
let asking = false;
let again = false;

async function refresh() {
  again = true;
  if (asking) return;
  asking = true;
  try {
    while (again) {
      again = false;
      const answer = await fetch(standing.dataset.standing);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-standing]");
      if (fresh) take(fresh);
    }
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
    if (mine && mine.dataset.swap !== part.dataset.swap) {
      swap(mine, part);
      mine.dataset.swap = part.dataset.swap;
    }
  }
  if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: "instant" });
}

// What is in the middle of the window stays where it is, however long the parts above it grow.
function inView() {
  return document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest("li.exercise, section, header") ?? null;
}

listen(standing.dataset.live, () => pulse, refresh);
quietly(refresh);
