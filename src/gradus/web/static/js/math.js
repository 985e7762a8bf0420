// Typesets every formula of the page. One that KaTeX cannot read is shown as it was written, marked.

export function typeset(within) {
  for (const element of within.querySelectorAll("[data-tex]:not(.typeset)")) {
    const display = element.closest(".math.display") !== null;
    try {
      window.katex.render(element.dataset.tex, element, { displayMode: display, throwOnError: true, strict: false, trust: false });
      element.classList.add("typeset");
    } catch (error) {
      element.textContent = element.dataset.tex;
      element.classList.add("math-error");
      element.title = String(error.message ?? error);
    }
  }
}

typeset(document);
