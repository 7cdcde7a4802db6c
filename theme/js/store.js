// What is remembered, and what the components share. Where storage is denied, a choice holds for the open page.
(() => {
  const READ = "read";

  const hub = window.hub;
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  // What has another shape is left out.
  const tidy = (kept) => {
    const own = isObject(kept) ? kept : {};
    for (const key of ["read", "last", "steps"]) if (!isObject(own[key])) own[key] = {};
    if (typeof own.path !== "string") delete own.path;
    if (!/^(light|dark)$/.test(own.scheme)) delete own.scheme;
    return own;
  };
  let state = tidy();
  let denied = false;
  const load = () => {
    try {
      if (!denied) state = tidy(JSON.parse(localStorage.getItem(hub.key)));
    } catch (error) {
      if (error instanceof SyntaxError) state = tidy();
      else denied = true;
    }
  };
  load();

  const watchers = [];
  const tell = () => watchers.forEach((call) => call(state));
  hub.store = {
    get: () => state,
    // Reads again first: another tab may have written meanwhile.
    update(change) {
      load();
      change(state);
      try {
        localStorage.setItem(hub.key, JSON.stringify(state));
      } catch {
        denied = true;
      }
      tell();
    },
    // Calls now, and whenever something has changed in any tab.
    watch(call) {
      watchers.push(call);
      call(state);
    },
  };
  // Another tab has written, or the page comes back as it was left.
  const again = () => {
    load();
    tell();
  };
  addEventListener("storage", ({ key }) => (key === hub.key || key === null) && again());
  addEventListener("pageshow", ({ persisted }) => persisted && again());

  // A component that fails takes no other with it: in a finished site they are one file.
  hub.part = (make) => {
    try {
      make();
    } catch (error) {
      reportError(error);
    }
  };
  // One that changes much of the page has a turn of its own, so that a key or a tap never waits for all of them.
  hub.ready = Promise.resolve();
  hub.later = (make) => {
    const turn = (done) => setTimeout(() => {
      hub.part(make);
      done();
    });
    hub.ready = hub.ready.then(() => new Promise(turn));
  };

  // The site may lie in a folder. A chapter's id is its path below src.
  hub.root = new URL(document.documentElement.dataset.root || ".", document.baseURI);
  hub.id = (href) => {
    const { origin, pathname } = new URL(href, document.baseURI);
    const folder = hub.root.pathname;
    if (origin !== hub.root.origin || !pathname.startsWith(folder)) return null;
    return decodeURI(pathname.slice(folder.length)).replace(/(^|\/)$/, "$1index").replace(/(\.html)?$/, ".md");
  };
  hub.here = document.body.dataset.path || "";
  hub.print = "print" in document.body.dataset;

  hub.make = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };

  // Loads a script that few pages need.
  hub.load = (src) => new Promise((onload, onerror) => {
    document.head.append(Object.assign(hub.make("script"), { src, onload, onerror }));
  });

  // A link's words, without its label or number.
  hub.words = (link) => [...link?.childNodes || []].findLast((node) => node.nodeType === 3 && node.data.trim());

  // An item that is read has a class for eyes, a word for ears.
  hub.tick = (item, end, done) => {
    const tick = end.querySelector(":scope > .tick");
    item.classList.toggle("is-read", done);
    if (done && !tick) end.append(hub.make("span", { class: "visually-hidden tick" }, ` (${READ})`));
    if (!done) tick?.remove();
  };

  // The ids of a path's steps, as far as they are known.
  hub.steps = (path) => [state.steps[path]].flat().filter((id) => typeof id === "string");

  // For those who cannot see it.
  let status;
  hub.say = (text) => {
    if (!status) document.body.append(status = hub.make("p", { class: "visually-hidden", role: "status" }));
    status.textContent = "";
    // A new region, and the same words again, are read out only after a pause.
    setTimeout(() => { status.textContent = text; }, 100);
  };
})();
