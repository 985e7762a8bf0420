// A widget's state lives in the address, as `#cost-surface.lr=0.5&tangent.x=1`, so that a link shows what one sees.

const written = new Map(); // widget id → Map(key → text)
let timer = 0;

/** What the address says about one widget: Map(key → text). */
export function readAddress(id) {
  const found = new Map();
  for (const part of location.hash.slice(1).split("&")) {
    const [, owner, key, text] = /^([\w-]+)\.([\w-]+)=(.*)$/.exec(part) ?? [];
    if (owner !== id) continue;
    try {
      found.set(key, decodeURIComponent(text));
    } catch {
      // A broken escape in a link is as good as no value: the widget keeps its own.
    }
  }
  return found;
}

/** Remember what one widget shows; the address follows a moment later, because browsers bound how often it may change. */
export function writeAddress(id, entries) {
  written.set(id, entries);
  clearTimeout(timer);
  timer = setTimeout(() => {
    const parts = [];
    for (const [owner, values] of written) {
      for (const [key, text] of values) parts.push(`${owner}.${key}=${encodeURIComponent(text)}`);
    }
    const page = location.pathname + location.search;
    history.replaceState(history.state, "", parts.length ? `${page}#${parts.join("&")}` : page);
  }, 200);
}
