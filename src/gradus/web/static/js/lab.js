// A lab's page while the examiner works: its progress, then its report, without a reload.

const EVERY = 400;

async function refresh() {
  const standing = document.querySelector("[data-standing]");
  try {
    const answer = await fetch(standing.dataset.standing);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-standing]");
    if (fresh) {
      standing.replaceWith(fresh);
      if ("running" in fresh.dataset) setTimeout(refresh, EVERY);
      return;
    }
  } catch {
    // Falls through: Gradus does not answer.
  }
  standing.querySelector("[role=status]").textContent = "Gradus does not answer. Start it again and reload this page.";
}

if ("running" in document.querySelector("[data-standing]").dataset) setTimeout(refresh, EVERY);
// Back from the notebook's tab: what was checked there shows here.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !("running" in document.querySelector("[data-standing]").dataset)) refresh();
});
