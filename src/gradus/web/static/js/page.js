// On every page: light and dark without a reload, a button that copies code, and a keyboard that reaches what scrolls.

const root = document.documentElement;
const toggle = document.querySelector("[data-theme-toggle]");
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);

toggle?.closest("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const theme = isDark() ? "light" : "dark";
  root.dataset.theme = theme;
  document.querySelector('meta[name="color-scheme"]').content = theme;
  // The server reads the cookie, so that the next page comes in these colours from the start.
  document.cookie = `gradus_theme=${theme}; path=/; max-age=31536000; samesite=lax`;
});

for (const block of document.querySelectorAll(".code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    const code = block.querySelector("code").textContent;
    try {
      await navigator.clipboard.writeText(code);
      button.textContent = "Copied";
    } catch {
      // Without permission for the clipboard: select it, so that the keyboard can copy it.
      getSelection().selectAllChildren(block.querySelector("code"));
      button.textContent = "Selected";
    }
    button.classList.add("done");
    setTimeout(() => {
      button.textContent = "Copy";
      button.classList.remove("done");
    }, 1600);
  });
  block.append(button);
}

// What is wider than the column scrolls within itself, and then the keyboard must reach it. Widths change, so look again.
const scrolls = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const element of document.querySelectorAll("pre, .table, .math.display, .math.numbered > [data-tex]")) scrolls.observe(element);
