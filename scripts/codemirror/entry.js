// What the page editor uses of CodeMirror, gathered into one file by scripts/vendor_assets.py.

import { StyleModule } from "style-mod";

// The editor makes its styles as it goes. A `style` element would need an exception in the page's content policy;
// a constructed sheet does not. The library makes one where the root has no head, as in a shadow tree.
const sheets = {
  ownerDocument: document,
  get adoptedStyleSheets() {
    return document.adoptedStyleSheets;
  },
  set adoptedStyleSheets(list) {
    document.adoptedStyleSheets = list;
  },
};
const mount = StyleModule.mount;
StyleModule.mount = (root, modules, options) => mount(root === document ? sheets : root, modules, options);

export { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
export { defaultKeymap, history, historyKeymap, indentLess, indentMore, redo, undo } from "@codemirror/commands";
// The language alone: python() would bring completions along, which a learner of these functions has no need of.
export { pythonLanguage } from "@codemirror/lang-python";
export { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
export { search, searchKeymap } from "@codemirror/search";
export { Annotation, Compartment, EditorSelection, EditorState, RangeSet, StateEffect, StateField } from "@codemirror/state";
export {
  Decoration, drawSelection, EditorView, GutterMarker, gutterLineClass, highlightActiveLine, highlightSpecialChars,
  keymap, lineNumbers,
} from "@codemirror/view";
export { tags } from "@lezer/highlight";
