// Search: a dialog that loads what it needs when it is first opened. Concepts come first, then pages with
// the headings under which the words stand. Results are links; the arrow keys go from one to the next.
hub.part(() => {
  const WORDS = {
    title: "Search the book",
    close: "Close",
    concepts: "Concepts",
    pages: "Pages",
    also: (names) => `also ${names.join(", ")}`,
    more: "More results",
    found: (concepts, pages) => `${concepts} ${concepts === 1 ? "concept" : "concepts"}, ${pages} ${pages === 1 ? "page" : "pages"}`,
    nothing: (query) => `Nothing found for “${query}”.`,
    broken: "Search could not be loaded. Try again when you are online.",
    none: "This build of the book has no search.",
  };
  const PAGES = 5; // at first, and with each press of "More results": each is one file
  const PARTS = 3; // of a page

  const place = document.documentElement.dataset.search;
  const folder = place && new URL(place, hub.root);
  let dialog;
  let input;
  let status;
  let [concepts, pages] = [];

  // Both are loaded at once, and again after a failure.
  const once = (load) => {
    let promise;
    let tries = 0;
    return () => promise ??= load(tries++).catch((error) => {
      promise = undefined;
      throw error;
    });
  };
  const engine = once(async (tries) => {
    // A module that could not be loaded is not asked for again under the same name.
    const found = await import(new URL(`pagefind.js${tries ? `?${tries}` : ""}`, folder));
    // A worker would be one more file to wait for.
    await found.options({ baseUrl: hub.root.pathname, excerptLength: 20, noWorker: true });
    await found.init();
    return found;
  });
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const wordsOf = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) || [];
  const list = once(async () => {
    const answer = await fetch(new URL("concepts.json", folder));
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.json()).map((concept) => {
      const names = [concept.name, ...concept.also || []];
      return { ...concept, url: new URL(concept.url, hub.root).href, names: names.map((name) => ({ name, words: wordsOf(name) })) };
    });
  });

  // Every word of the query begins a word of the name, or of one of the other names. Those whose name begins
  // as the query does come first.
  const matching = (all, query) => {
    const words = wordsOf(query);
    const matches = (name) => words.every((word) => name.words.some((own) => own.startsWith(word)));
    const rank = ({ names }) => names[0].words[0]?.startsWith(words[0]) && matches(names[0]) ? 0 : matches(names[0]) ? 1 : 2;
    return words.length ? all.filter(({ names }) => names.some(matches)).sort((a, b) => rank(a) - rank(b)) : [];
  };

  const hit = (href, ...inside) => hub.make("a", { class: "search-hit", href }, ...inside);
  const conceptItem = ({ url, name, also = [], note }) => hub.make("li", {}, hit(url, hub.make("b", {}, name), " ",
    ...also.length ? [hub.make("span", { class: "search-also" }, WORDS.also(also)), " "] : [],
    hub.make("span", { class: "search-note" }, note || "")));
  // The excerpt is HTML: of it the text and the marks are taken.
  const excerpt = (html) => {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    return hub.make("span", { class: "search-excerpt" }, ...[...body.childNodes].map((node) =>
      node.nodeName === "MARK" ? hub.make("mark", {}, node.textContent) : node.textContent));
  };
  const pageItem = ({ url, meta, sub_results: parts }) => hub.make("li", { class: "search-page" },
    hub.make("h3", {}, hit(url, meta.title || url)),
    hub.make("ul", {}, ...parts.slice(0, PARTS).map((part) => hub.make("li", {},
      hit(part.url, ...part.title === meta.title ? [] : [hub.make("b", {}, part.title), " "], excerpt(part.excerpt))))));

  const fill = (section, title, items) => {
    section.hidden = !items.length;
    section.replaceChildren(...items.length ? [hub.make("h2", {}, title), hub.make("ul", {}, ...items)] : []);
  };

  // What comes late, for a query that has changed meanwhile, is left out. Enter may come before the results.
  let turn = 0;
  let timer;
  let shown = ""; // the query whose results stand there
  let go = false; // to the first of them, as soon as they do
  const search = async () => {
    const query = input.value.trim();
    const mine = ++turn;
    const stale = () => mine !== turn;
    shown = null;
    const found = list().then((all) => stale() ? [] : matching(all, query));
    found.then((own) => stale() || fill(concepts, WORDS.concepts, own.map(conceptItem))).catch(() => {});
    if (!query) {
      fill(pages, "", []);
      status.textContent = shown = "";
      go = false;
      return;
    }
    try {
      const { results } = await (await engine()).search(query);
      if (stale()) return;
      const next = async (pages) => {
        const data = await Promise.all(results.slice(0, pages).map((result) => result.data()));
        results.splice(0, pages);
        return data.map(pageItem);
      };
      const count = results.length;
      // The best page comes alone: on a slow line it is there before the others have been asked for.
      const best = await next(1);
      if (stale()) return;
      fill(pages, WORDS.pages, best);
      const others = await next(PAGES - 1);
      if (stale()) return;
      pages.querySelector("ul")?.append(...others);
      const more = hub.make("button", { class: "search-more", type: "button" }, WORDS.more);
      more.addEventListener("click", async () => {
        more.disabled = true;
        try {
          const items = await next(PAGES);
          if (stale()) return;
          pages.querySelector("ul").append(...items);
          items[0]?.querySelector("a").focus();
          if (!results.length) more.remove();
          more.disabled = false;
        } catch {
          if (stale()) return;
          status.textContent = WORDS.broken;
          more.disabled = false;
          more.focus();
        }
      });
      if (results.length) pages.append(more);
      const own = await found.catch(() => []);
      if (stale()) return;
      status.textContent = count || own.length ? WORDS.found(own.length, count) : WORDS.nothing(query);
      shown = query;
      if (go) dialog.querySelector(".search-hit")?.click();
      go = false;
    } catch {
      if (stale()) return;
      fill(pages, "", []);
      status.textContent = WORDS.broken;
      shown = query; // concepts may stand there
      go = false;
    }
  };

  const arrows = (event) => {
    // These keys are the input method's while it composes; Safari says so by the number alone.
    if (event.isComposing || event.keyCode === 229) return;
    const { key, target } = event;
    const hits = [...dialog.querySelectorAll(".search-hit, .search-more")];
    const at = hits.indexOf(target);
    // In a search field the browser would first empty it.
    if (key === "Escape") dialog.close();
    else if (key === "Enter" && target === input) {
      go = input.value.trim() !== shown;
      if (!go) hits[0]?.click();
    } else if (key === "ArrowDown") hits[Math.min(at + 1, hits.length - 1)]?.focus();
    else if (key === "ArrowUp" && at >= 0) (hits[at - 1] || input).focus();
    else return;
    event.preventDefault();
  };

  const create = () => {
    input = hub.make("input", { type: "search", "aria-label": WORDS.title, placeholder: WORDS.title,
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go" });
    status = hub.make("p", { class: "search-status", role: "status" });
    concepts = hub.make("section", { class: "search-concepts", hidden: "" });
    pages = hub.make("section", { class: "search-pages", hidden: "" });
    const close = hub.make("button", { class: "search-close", type: "button" }, WORDS.close);
    dialog = hub.make("dialog", { class: "search", "aria-label": WORDS.title },
      hub.make("div", { class: "search-head" }, ...folder ? [input] : [], close), status,
      hub.make("div", { class: "search-results" }, concepts, pages));
    // The background closes it, and so does a link to the page that is open.
    dialog.addEventListener("click", ({ target }) => {
      if (target === dialog || target === close || target.closest("a")) dialog.close();
    });
    dialog.addEventListener("keydown", arrows);
    dialog.addEventListener("close", () => { go = false; });
    input.addEventListener("input", () => {
      go = false;
      clearTimeout(timer);
      timer = setTimeout(search, 120);
    });
    document.body.append(dialog);
  };

  hub.search = (typed = "") => {
    if (!dialog) create();
    if (!dialog.open) dialog.showModal();
    if (!folder) {
      status.textContent = WORDS.none;
      return;
    }
    if (typed) {
      input.value = typed;
      search();
    } else input.select();
    // What is typed meanwhile finds them under way.
    engine().catch(() => {});
    list().catch(() => {});
  };
});
