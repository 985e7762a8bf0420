// A quiz in progress: each change is saved, and things are put in order with buttons.

const form = document.querySelector("form.quiz");
const state = form.querySelector("[data-save-state]");
const count = form.dataset.count;
let timer = 0;
let saving = Promise.resolve();

const say = (text, bad = false) => {
  state.textContent = text;
  state.classList.toggle("bad", bad);
};

async function save() {
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.save, { method: "POST", body, headers: { accept: "application/json" } });
    const said = await answer.json();
    if (said.saved) say(`${said.answered} of ${count} answered, saved`);
    else say("This quiz was handed in elsewhere. Reload the page.", true);
  } catch {
    say("Not saved: Gradus does not answer. It may have been stopped; your answers are still on this page.", true);
  }
}

const soon = (wait) => {
  clearTimeout(timer);
  // One after the other, so that an older answer never overtakes a newer one.
  timer = setTimeout(() => (saving = saving.then(save)), wait);
};
form.addEventListener("input", () => soon(500));
form.addEventListener("change", () => soon(50));

for (const order of form.querySelectorAll("[data-order]")) {
  const list = order.querySelector("ol");
  const rows = () => [...list.children];
  const place = (row) => row.querySelector("select");
  // Where places were given before, the rows stand in that order.
  rows()
    .sort((one, other) => (Number(place(one).value) || 99) - (Number(place(other).value) || 99))
    .forEach((row) => list.append(row));
  const given = rows().every((row) => place(row).value);
  order.classList.toggle("given", given);
  order.querySelector(".hint").textContent = "Move each to its place, the first on top.";
  const number = () => {
    rows().forEach((row, index, all) => {
      place(row).value = String(index + 1);
      row.querySelector(".up").setAttribute("aria-disabled", String(index === 0));
      row.querySelector(".down").setAttribute("aria-disabled", String(index === all.length - 1));
    });
    order.classList.add("given");
  };
  const move = (row, by, button) => {
    const all = rows();
    const to = all.indexOf(row) + by;
    if (to >= 0 && to < all.length) by < 0 ? all[to].before(row) : all[to].after(row);
    number();
    button.focus();
    form.dispatchEvent(new Event("change"));
  };
  rows().forEach((row, index, all) => {
    const text = row.querySelector(".order-text").textContent;
    const buttons = document.createElement("span");
    buttons.className = "move";
    for (const [name, sign, by] of [["up", "↑", -1], ["down", "↓", 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = name;
      button.textContent = sign;
      button.setAttribute("aria-label", `Move ${name}: ${text}`);
      button.setAttribute("aria-disabled", String(by < 0 ? index === 0 : index === all.length - 1));
      button.addEventListener("click", () => move(row, by, button));
      buttons.append(button);
    }
    place(row).tabIndex = -1;
    place(row).setAttribute("aria-hidden", "true");
    row.prepend(buttons);
  });
  order.classList.add("with-buttons");
}
