// What one writes code in: a text field, or CodeMirror in its place. Both answer to the same few calls.

const INDENT = "    ";

// A plain text field as an editor. It is what remains where a browser is too old for the other.
export function field(area) {
  const change = () => listeners.forEach((listen) => listen());
  const listeners = [];
  area.addEventListener("input", change);
  return {
    text: () => area.value,
    set(text) {
      area.value = text;
    },
    onChange: (listen) => listeners.push(listen),
    freeze(on) {
      area.readOnly = on;
    },
    mark() {},
    goTo(line) {
      const before = area.value.split("\n").slice(0, line - 1).join("\n");
      const at = before.length + (line > 1 ? 1 : 0);
      area.focus();
      area.setSelectionRange(at, at + (area.value.slice(at).split("\n")[0]?.length ?? 0));
    },
    onCheck(run) {
      area.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        run();
      });
    },
  };
}

// CodeMirror over a text field, which stays in the form, hidden, with the same text.
export async function codeEditor(area, address) {
  const cm = await import(address);
  const { EditorView, EditorState, keymap } = cm;
  const listeners = [];
  let check = () => {};
  const ours = cm.Annotation.define();

  const markLines = cm.StateEffect.define();
  const bad = cm.Decoration.line({ class: "cm-bad-line" });
  const badNumber = new (class extends cm.GutterMarker {
    elementClass = "cm-bad-number";
  })();
  const marks = cm.StateField.define({
    create: () => cm.Decoration.none,
    update(value, change) {
      value = value.map(change.changes);
      for (const effect of change.effects) {
        if (!effect.is(markLines)) continue;
        const lines = [...new Set(effect.value)].filter((line) => line >= 1 && line <= change.state.doc.lines).sort((a, b) => a - b);
        value = cm.Decoration.set(lines.map((line) => bad.range(change.state.doc.line(line).from)));
      }
      return value;
    },
    provide: (field) => [
      EditorView.decorations.from(field),
      cm.gutterLineClass.compute([field], (state) => {
        const places = [];
        for (const at = state.field(field).iter(); at.value; at.next()) places.push(badNumber.range(at.from));
        return cm.RangeSet.of(places);
      }),
    ],
  });

  const indent = ({ state, dispatch }) => {
    if (state.selection.ranges.some((range) => !range.empty)) return cm.indentMore({ state, dispatch });
    dispatch(
      state.update(
        state.changeByRange((range) => {
          const column = range.from - state.doc.lineAt(range.from).from;
          const insert = INDENT.slice(column % INDENT.length);
          return { changes: { from: range.from, insert }, range: cm.EditorSelection.cursor(range.from + insert.length) };
        }),
        { scrollIntoView: true, userEvent: "input" },
      ),
    );
    return true;
  };
  const keys = [
    { key: "Mod-Enter", run: () => (check(), true) },
    { key: "Tab", run: indent, shift: cm.indentLess },
    ...cm.closeBracketsKeymap,
    ...cm.searchKeymap,
    ...cm.historyKeymap,
    ...cm.defaultKeymap.filter((binding) => binding.key !== "Mod-Enter"),
  ];

  // A browser that types over a selection carries its look along as an inline style, which the page's content policy
  // refuses with a complaint. So this one case is written here and not by the browser.
  const typeOver = EditorView.domEventHandlers({
    beforeinput(event, view) {
      const { main, ranges } = view.state.selection;
      if (event.inputType !== "insertText" || !event.data || !event.cancelable || main.empty || ranges.length > 1 || view.composing) return false;
      const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
      event.preventDefault();
      const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, main.from, main.to, event.data, insert));
      if (!taken) view.dispatch(insert());
      return true;
    },
  });

  const narrow = matchMedia("(max-width: 40rem)");
  const wrapping = new cm.Compartment();
  const frozen = new cm.Compartment();
  const wrap = () => (narrow.matches ? EditorView.lineWrapping : []);
  const colour = cm.HighlightStyle.define([
    { tag: [cm.tags.keyword, cm.tags.operatorKeyword, cm.tags.controlKeyword, cm.tags.definitionKeyword], color: "var(--code-word)" },
    { tag: [cm.tags.string, cm.tags.docString, cm.tags.special(cm.tags.string)], color: "var(--code-text)" },
    { tag: [cm.tags.number, cm.tags.bool, cm.tags.null], color: "var(--code-number)" },
    { tag: [cm.tags.function(cm.tags.definition(cm.tags.variableName)), cm.tags.definition(cm.tags.className), cm.tags.meta], color: "var(--code-name)" },
    { tag: cm.tags.comment, color: "var(--code-aside)" },
  ]);

  const view = new EditorView({
    parent: area.parentElement,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        cm.lineNumbers(),
        cm.highlightSpecialChars(),
        cm.history(),
        cm.drawSelection(),
        cm.indentOnInput(),
        cm.indentUnit.of(INDENT),
        cm.bracketMatching(),
        cm.closeBrackets(),
        cm.highlightActiveLine(),
        cm.search({ top: true }),
        cm.pythonLanguage,
        cm.syntaxHighlighting(colour),
        marks,
        typeOver,
        keymap.of(keys),
        wrapping.of(wrap()),
        frozen.of([]),
        look(EditorView),
        EditorView.contentAttributes.of({
          "aria-label": area.labels[0]?.textContent ?? "Code",
          "aria-describedby": "keys",
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: "false",
          tabindex: "0", // while a check runs nothing can be typed, but it can be read and scrolled
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          area.value = view.state.doc.toString();
          if (!update.transactions.some((one) => one.annotation(ours))) listeners.forEach((listen) => listen());
        }),
      ],
    }),
  });
  narrow.addEventListener("change", () => view.dispatch({ effects: wrapping.reconfigure(wrap()) }));
  area.hidden = true;
  if (area.readOnly) freeze(true);

  function freeze(on) {
    view.dispatch({ effects: frozen.reconfigure(on ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : []) });
  }

  return {
    text: () => view.state.doc.toString(),
    // Only what differs is replaced, so that the cursor stays where it was; and undo leads back.
    set(text) {
      const old = view.state.doc.toString();
      let from = 0;
      while (from < old.length && from < text.length && old[from] === text[from]) from += 1;
      let to = old.length;
      let end = text.length;
      while (to > from && end > from && old[to - 1] === text[end - 1]) [to, end] = [to - 1, end - 1];
      if (from < to || from < end) view.dispatch({ changes: { from, to, insert: text.slice(from, end) }, annotations: ours.of(true) });
    },
    onChange: (listen) => listeners.push(listen),
    freeze,
    mark: (lines) => view.dispatch({ effects: markLines.of(lines) }),
    goTo(line) {
      const found = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: found.to }, effects: EditorView.scrollIntoView(found.from, { y: "center" }) });
      view.focus();
    },
    onCheck(run) {
      check = run;
    },
    // For fingers: what a keyboard on glass has no keys for.
    touch: [
      ["Indent", "⇥", () => indent(view)],
      ["Outdent", "⇤", () => cm.indentLess(view)],
      ["Undo", "↶", () => cm.undo(view)],
      ["Redo", "↷", () => cm.redo(view)],
    ],
    focus: () => view.focus(),
  };
}

// Colours and type of the site; all of them are its variables, so the themes need nothing more.
function look(EditorView) {
  return EditorView.theme({
    "&": { color: "var(--ink)", backgroundColor: "transparent", fontSize: "0.9063rem" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.6", fontVariantLigatures: "none" },
    ".cm-content": { padding: "0.8rem 0", caretColor: "var(--accent)", minHeight: "14rem" },
    ".cm-line": { padding: "0 1rem 0 0.6rem" },
    ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      backgroundColor: "color-mix(in oklab, var(--accent) 24%, transparent)",
    },
    ".cm-gutters": { backgroundColor: "transparent", color: "var(--muted)", border: "none" },
    ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.4rem 0 0.9rem", minWidth: "2.6rem", fontVariantNumeric: "tabular-nums" },
    ".cm-activeLine": { backgroundColor: "transparent" },
    "&.cm-focused .cm-activeLine": { backgroundColor: "color-mix(in oklab, var(--accent) 6%, transparent)" },
    ".cm-bad-line, &.cm-focused .cm-bad-line.cm-activeLine": {
      backgroundColor: "color-mix(in oklab, var(--bad) 12%, transparent)",
      boxShadow: "inset 3px 0 var(--bad)",
    },
    ".cm-bad-number": { color: "var(--bad)", fontWeight: "700" },
    "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in oklab, var(--accent) 20%, transparent)", outline: "none" },
    "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "color-mix(in oklab, var(--bad) 25%, transparent)" },
    ".cm-searchMatch": { backgroundColor: "color-mix(in oklab, var(--gradient) 30%, transparent)" },
    ".cm-searchMatch.cm-searchMatch-selected": { backgroundColor: "color-mix(in oklab, var(--gradient) 60%, transparent)" },
    ".cm-panels": { backgroundColor: "var(--paper)", color: "var(--ink)", borderColor: "var(--rule)", fontFamily: "var(--font-sans)" },
    ".cm-panel.cm-search": { padding: "0.5rem 2rem 0.5rem 0.8rem", fontSize: "0.9375rem" },
    ".cm-panel.cm-search label": { fontSize: "0.875rem" },
    ".cm-textfield": { backgroundColor: "var(--paper)", border: "1px solid var(--muted)", borderRadius: "5px", padding: "0.25rem 0.5rem", fontSize: "0.9375rem", color: "inherit" },
    ".cm-button": { backgroundImage: "none", backgroundColor: "var(--raised)", border: "1px solid var(--rule)", borderRadius: "5px", color: "var(--ink)" },
    ".cm-panel.cm-search [name=close]": { color: "var(--muted)", fontSize: "1.25rem" },
  });
}
