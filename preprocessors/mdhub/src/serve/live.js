// Keeps the page that is open up to date with the book that is being written.
//
// The server says when there is a new version. The page asks for itself; if only its content has changed,
// the parts of it that are new are put in place, and the reader stays where they are. What has changed
// around the content, or cannot be put in place, loads the page again, as the browser does it.
(() => {
  "use strict";
  const own = document.currentScript;
  let { version, page } = own.dataset;
  const { around } = own.dataset;
  // The page as it was served: scripts change what is in the document.
  let served = null;
  let busy = false;
  let waiting = false;

  const read = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const text = await answer.text();
    const read = new DOMParser().parseFromString(text, "text/html");
    const script = read.querySelector("script[data-around]");
    return { read, told: script ? script.dataset : {}, main: read.querySelector("main") };
  };

  const remember = async () => {
    const { told, main } = await read();
    if (told.page === page) served = main;
  };

  const enhance = (node) => {
    if (!(node instanceof Element)) return;
    const blocks = node.matches("pre code") ? [node] : node.querySelectorAll("pre code");
    for (const block of blocks) {
      if (window.hljs && !block.classList.contains("editable")) window.hljs.highlightBlock(block);
    }
    if (window.MathJax && window.MathJax.Hub) {
      window.MathJax.Hub.Queue(["Typeset", window.MathJax.Hub, node]);
    }
  };

  // Puts the new children in place of those that they differ from. Children that are the same stay, with
  // what scripts have made of them.
  const swap = (main) => {
    const there = document.querySelector("main");
    const before = served ? Array.from(served.childNodes) : [];
    const after = Array.from(main.childNodes);
    const now = Array.from(there.childNodes);
    let start = 0;
    let end = 0;
    if (before.length === now.length) {
      const most = Math.min(before.length, after.length);
      const same = (a, b) => before[a].isEqualNode(after[b]);
      while (start < most && same(start, start)) start += 1;
      while (end < most - start && same(before.length - 1 - end, after.length - 1 - end)) end += 1;
    }
    const next = now[now.length - end] || null;
    now.slice(start, now.length - end).forEach((node) => node.remove());
    const added = after.slice(start, after.length - end).map((node) => document.importNode(node, true));
    added.forEach((node) => there.insertBefore(node, next));
    added.forEach(enhance);
    served = main;
    document.dispatchEvent(new CustomEvent("mdhub:swapped", { detail: { nodes: added } }));
  };

  const update = async (to) => {
    if (busy) {
      waiting = true;
      return;
    }
    busy = true;
    try {
      const { told, main } = await read();
      if (told.page !== page) {
        const here = document.querySelectorAll("main");
        if (told.around !== around || here.length !== 1 || !main) {
          location.reload();
          return;
        }
        swap(main);
        page = told.page;
      }
      version = told.version || to;
    } catch {
      // The server has gone; the events begin again when it is back.
    } finally {
      busy = false;
    }
    if (waiting) {
      waiting = false;
      await update(to);
    }
  };

  let panel = null;
  const show = (trouble) => {
    if (panel) panel.remove();
    panel = null;
    if (!trouble) return;
    panel = document.createElement("div");
    panel.id = "mdhub-trouble";
    const shadow = panel.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = `
      section { position: fixed; inset: auto 0 0 0; z-index: 10000; max-height: 50vh; overflow: auto;
        box-sizing: border-box; padding: 0.75rem 1rem; font: 14px/1.45 ui-monospace, monospace;
        color: #fff; background: #5f1010; border-top: 3px solid #ff8080; }
      pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
      button { float: right; margin: 0 0 0.5rem 1rem; padding: 0.25rem 0.75rem; font: inherit;
        color: inherit; background: none; border: 1px solid currentColor; border-radius: 3px;
        cursor: pointer; }
      @media print { section { display: none; } }`;
    const section = document.createElement("section");
    section.setAttribute("role", "alert");
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => show(null));
    const text = document.createElement("pre");
    text.textContent = trouble;
    section.append(close, text);
    shadow.append(style, section);
    document.body.append(panel);
  };

  // The browser opens the stream again by itself when it breaks off.
  const events = new EventSource(own.dataset.events);
  events.addEventListener("message", ({ data }) => {
    const news = JSON.parse(data);
    show(news.trouble);
    if (news.version !== version) update(news.version);
  });
  window.addEventListener("pagehide", () => events.close());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  remember().catch(() => {});
})();
