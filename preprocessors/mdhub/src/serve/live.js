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
  let leaving = false;

  const read = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const text = await answer.text();
    const read = new DOMParser().parseFromString(text, "text/html");
    const script = read.querySelector("script[data-around]");
    return { told: script ? script.dataset : {}, main: read.querySelector("main") };
  };

  const remember = async () => {
    const { told, main } = await read();
    if (told.page === page && !served) served = main;
  };

  const reload = () => {
    if (!leaving) location.reload();
    leaving = true;
  };

  // What mdBook's book.js does with code when the page loads.
  const icon = (button, name) => {
    const template = document.getElementById(name);
    if (template) button.innerHTML = template.innerHTML;
  };
  const named = (button, title) => {
    button.title = title;
    button.setAttribute("aria-label", title);
  };
  const enhanceCode = (code) => {
    if (code.parentElement.classList.contains("header")) return;
    if (window.hljs) {
      window.hljs.highlightBlock(code);
      code.classList.add("hljs");
    }
    if (!code.parentElement.matches("pre")) return;
    const buttons = document.createElement("div");
    buttons.className = "buttons";
    if (window.playground_copyable) {
      const copy = document.createElement("button");
      copy.className = "clip-button";
      named(copy, "Copy to clipboard");
      const tip = document.createElement("i");
      tip.className = "tooltiptext";
      copy.append(tip);
      copy.addEventListener("mouseout", () => {
        tip.textContent = "";
        copy.className = "clip-button";
      });
      buttons.append(copy);
    }
    if (code.querySelector(".boring")) {
      const lines = document.createElement("button");
      const hide = (hidden) => {
        code.classList.toggle("hide-boring", hidden);
        named(lines, hidden ? "Show hidden lines" : "Hide lines");
        icon(lines, hidden ? "fa-eye" : "fa-eye-slash");
      };
      hide(true);
      lines.addEventListener("click", () => hide(!code.classList.contains("hide-boring")));
      buttons.append(lines);
    }
    if (buttons.firstChild) code.parentElement.prepend(buttons);
  };
  const enhance = (node) => {
    if (!(node instanceof Element)) return;
    if (document.getElementById("mdbook-content")) {
      const blocks = node.matches("code") ? [node] : node.querySelectorAll("code");
      blocks.forEach(enhanceCode);
    }
    if (window.MathJax && window.MathJax.Hub) {
      window.MathJax.Hub.Queue(["Typeset", window.MathJax.Hub, node]);
    }
  };

  // What a script of the page would have to make again.
  const needsScripts = (nodes) =>
    nodes.some((node) => node instanceof Element && (node.matches("script, :has(script)")
      || (window.ace && (node.matches(".editable") || node.querySelector(".editable")))));

  // For each of `after` the place in `before` of the same node, or -1: the longest series there is.
  const matched = (before, after) => {
    const found = new Int32Array(after.length).fill(-1);
    const same = (a, b) => before[a].isEqualNode(after[b]);
    let start = 0;
    let [a, b] = [before.length, after.length];
    while (start < a && start < b && same(start, start)) {
      found[start] = start;
      start += 1;
    }
    while (a > start && b > start && same(a - 1, b - 1)) found[--b] = --a;
    const [rows, columns] = [a - start, b - start];
    if (!rows || !columns || rows * columns > 4e6) return found;
    const key = (node) => `${node.nodeType} ${node.outerHTML || node.nodeValue}`;
    const from = before.slice(start, a).map(key);
    const to = after.slice(start, b).map(key);
    const width = columns + 1;
    const most = new Uint16Array((rows + 1) * width);
    for (let i = rows - 1; i >= 0; i -= 1) {
      for (let j = columns - 1; j >= 0; j -= 1) {
        const down = most[(i + 1) * width + j];
        const right = most[i * width + j + 1];
        most[i * width + j] = from[i] === to[j] ? most[(i + 1) * width + j + 1] + 1 : Math.max(down, right);
      }
    }
    for (let i = 0, j = 0; i < rows && j < columns;) {
      if (from[i] === to[j]) found[start + j++] = start + i++;
      else if (most[(i + 1) * width + j] >= most[i * width + j + 1]) i += 1;
      else j += 1;
    }
    return found;
  };

  // What stays where it is on the screen: the first that is in sight.
  const landmark = (nodes) => nodes.find((node) => {
    if (!(node instanceof Element)) return false;
    const { top, bottom, height } = node.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < innerHeight;
  });

  // The section that is being read, for when nothing of the page stays: a broken save shows what is wrong
  // in its place, and the next one mends it.
  let lost = null;
  const section = (main) => {
    let last = null;
    for (const node of main.querySelectorAll("[id]")) {
      const { top } = node.getBoundingClientRect();
      if (top > innerHeight / 2) break;
      last = { id: node.id, top, left: 0 };
    }
    return last;
  };

  // Puts the new children in place of those that they differ from. Children that are the same stay, with
  // what scripts have made of them. `false` if that is not enough.
  const swap = (main) => {
    const there = document.querySelector("main");
    const after = Array.from(main.childNodes);
    const now = Array.from(there.childNodes);
    const before = served ? Array.from(served.childNodes) : [];
    const found = before.length === now.length
      ? matched(before, after)
      : new Int32Array(after.length).fill(-1);
    const added = [];
    const next = after.map((node, at) => {
      if (found[at] >= 0) return now[found[at]];
      const fresh = document.importNode(node, true);
      added.push(fresh);
      return fresh;
    });
    if (needsScripts(added)) return false;
    const stay = new Set(next);
    const root = document.documentElement;
    const mark = scrollY > 0 ? landmark(now.filter((node) => stay.has(node))) : null;
    const top = mark && mark.getBoundingClientRect().top;
    // Whoever has scrolled since the place was lost does not look for it any more.
    if (lost && (mark || Math.abs(scrollY - lost.left) > 1)) lost = null;
    if (!mark && !lost && scrollY > 0) lost = section(there);
    const anchoring = root.style.overflowAnchor;
    root.style.overflowAnchor = "none";
    now.filter((node) => !stay.has(node)).forEach((node) => node.remove());
    let at = there.firstChild;
    for (const node of next) {
      if (node === at) at = at.nextSibling;
      else there.insertBefore(node, at);
    }
    added.forEach(enhance);
    if (mark) {
      const moved = mark.getBoundingClientRect().top - top;
      if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
    } else if (lost) {
      const found = document.getElementById(lost.id);
      if (found && there.contains(found)) {
        const moved = found.getBoundingClientRect().top - lost.top;
        scrollBy({ top: moved, behavior: "instant" });
        lost = null;
      } else {
        lost.left = scrollY;
      }
    }
    requestAnimationFrame(() => { root.style.overflowAnchor = anchoring; });
    served = main;
    document.dispatchEvent(new CustomEvent("mdhub:swapped", { detail: { nodes: added } }));
    return true;
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
        if (told.around !== around || here.length !== 1 || !main || !swap(main)) {
          reload();
          return;
        }
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
  let shown = null;
  const show = (trouble) => {
    // What was closed stays closed until there is something else to say.
    if (trouble === shown || "quiet" in own.dataset) return;
    shown = trouble;
    if (panel) panel.host.remove();
    panel = null;
    if (!trouble) return;
    const host = document.createElement("div");
    host.id = "mdhub-trouble";
    const shadow = host.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = `
      section { position: fixed; inset: auto 0 0 0; z-index: 10000; max-height: 50vh; overflow: auto;
        box-sizing: border-box; padding: 12px 16px; font: 14px/1.45 ui-monospace, monospace;
        color: #fff; background: #5f1010; border-top: 3px solid #ff8080; }
      pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
      button { position: sticky; top: 0; float: right; margin: 0 0 8px 16px; padding: 4px 12px; font: inherit;
        color: inherit; background: #5f1010; border: 1px solid currentColor; border-radius: 3px;
        cursor: pointer; }
      button:focus-visible { outline: 2px solid #fff; outline-offset: 2px; }
      @media print { section { display: none; } }`;
    const section = document.createElement("section");
    section.setAttribute("role", "alert");
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.title = "Esc";
    const text = document.createElement("pre");
    text.textContent = trouble;
    section.append(close, text);
    shadow.append(style, section);
    const dismiss = () => {
      host.remove();
      panel = null;
    };
    close.addEventListener("click", dismiss);
    panel = { host, dismiss };
    // First in the order of the Tab key.
    document.body.prepend(host);
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel && !event.defaultPrevented) panel.dismiss();
  });

  // A browser opens six connections to a server at most, in all its tabs: only the tabs that are seen
  // listen. The first event says what there is to know.
  let events = null;
  let again = 0;
  const listen = () => {
    clearTimeout(again);
    if (events) events.close();
    events = null;
    if (document.hidden || leaving) return;
    events = new EventSource(own.dataset.events);
    events.addEventListener("message", ({ data }) => {
      const news = JSON.parse(data);
      show(news.trouble);
      if (news.version !== version) update(news.version);
    });
    // The browser opens the stream again by itself when it breaks off, but not after another answer.
    events.addEventListener("error", ({ target }) => {
      if (target.readyState === EventSource.CLOSED && target === events) again = setTimeout(listen, 1000);
    });
  };
  document.addEventListener("visibilitychange", listen);
  window.addEventListener("pagehide", () => {
    clearTimeout(again);
    if (events) events.close();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) listen();
  });
  listen();
  remember().catch(() => {});
})();
