// What is remembered, in one place, and what all components share. Where storage is denied, what is
// chosen holds for the page that is open.
(() => {
  const READ = "read";

  const hub = window.hub;
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  // A value of another shape (an older version, a broken write) is left out.
  const tidy = (state) => {
    const { scheme, path, keys, read, last, steps } = isObject(state) ? state : {};
    return {
      scheme: scheme === "light" || scheme === "dark" ? scheme : undefined,
      path: typeof path === "string" ? path : undefined,
      keys: keys === false ? false : undefined,
      read: isObject(read) ? read : {},
      last: isObject(last) ? last : {},
      steps: isObject(steps) ? steps : {},
    };
  };
  let state = tidy();
  let denied = false;
  const load = () => {
    try {
      if (!denied) state = tidy(JSON.parse(localStorage.getItem(hub.key)));
    } catch (error) {
      // What cannot be parsed will be written over; what cannot be read stays as it is in memory.
      if (error instanceof SyntaxError) state = tidy();
      else denied = true;
    }
  };
  load();

  const watchers = [];
  const tell = () => watchers.forEach((watch) => watch(state));
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
    // Calls now and whenever something has changed, in this tab or in another one.
    watch(watch) {
      watchers.push(watch);
      watch(state);
    },
  };
  addEventListener("storage", ({ key }) => {
    if (key !== hub.key && key !== null) return;
    load();
    tell();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    load();
    tell();
  });

  // A component that fails takes no other with it: they are one file in a finished site.
  hub.part = (make) => {
    try {
      make();
    } catch (error) {
      reportError(error);
    }
  };

  // The root of the site, which may lie in a folder, and a chapter's id (its path below src) from its address.
  hub.root = new URL(document.documentElement.dataset.root || ".", document.baseURI);
  hub.id = (href) => {
    const { origin, pathname } = new URL(href, document.baseURI);
    const folder = hub.root.pathname;
    if (origin !== hub.root.origin || !pathname.startsWith(folder)) return null;
    return decodeURI(pathname.slice(folder.length)).replace(/(^|\/)$/, "$1index").replace(/(\.html)?$/, ".md");
  };
  hub.here = document.body.dataset.path || "";
  hub.print = "print" in document.body.dataset;

  // An element: its attributes, and what is in it.
  hub.make = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };

  // Loads a script that few pages need.
  hub.load = (src) => new Promise((resolve, reject) => {
    const script = hub.make("script", { src });
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });

  // The words of a link that stand beside its label or number.
  hub.words = (link) => [...link?.childNodes || []].findLast((node) => node.nodeType === 3 && node.data.trim());

  // Ticks an item as read, for eyes by its class, for ears by a word.
  hub.tick = (item, end, done) => {
    const tick = end.querySelector(":scope > .tick");
    item.classList.toggle("is-read", done);
    if (done && !tick) end.append(hub.make("span", { class: "visually-hidden tick" }, ` (${READ})`));
    if (!done) tick?.remove();
  };

  // Says something to those who cannot see it.
  let status;
  hub.say = (text) => {
    if (!status) document.body.append(status = hub.make("p", { class: "visually-hidden", role: "status" }));
    status.textContent = "";
    // A region that is new, or holds the same words again, is read out only after a pause.
    setTimeout(() => { status.textContent = text; }, 100);
  };
})();
