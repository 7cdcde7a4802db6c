// Runs before the first paint: what the reader has chosen is there from the start, and nothing moves later.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const hub = window.hub = { key: "codecrafting-hub/1" };

  // The callouts of other paths step aside on the steps of the chosen one, and its card is marked.
  let sheet;
  hub.follow = (path) => {
    if (path) root.dataset.reading = path;
    else delete root.dataset.reading;
    if (!sheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet = new CSSStyleSheet()];
    const own = path && `[data-path="${CSS.escape(path)}"]`;
    const page = path && CSS.escape(path.replace(/\.md$/, ".html"));
    // What is hidden counts as a neighbour still: the one that stays keeps its own space.
    sheet.replaceSync(path ? [
      `body:not([data-print]) main:has(.reading-path${own}) {`,
      `:is(.reading-path, .reading-path-next)[data-path]:not(${own}) { display: none }`,
      `.reading-path${own}:not(:has(~ .reading-path:not([data-path])))`,
      "{ margin-block-end: 2rem; border-block-end: 1px solid var(--line) }",
      `.reading-path-next${own} { margin-block-start: 3.5rem } }`,
      `.reading-path-cards > li:has(a[href$="${page}"]) { --chosen: 1 }`,
    ].join("") : "");
  };

  // Storage may be denied, and hold anything.
  try {
    const { scheme, path } = JSON.parse(localStorage.getItem(hub.key)) || {};
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
    if (typeof path === "string") hub.follow(path);
  } catch {}
})();
