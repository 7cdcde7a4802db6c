// Reading paths: one is chosen, its steps are ticked when their end is reached, "next" follows it, and
// home and Start here take the reader back to where they stopped.
hub.later(() => {
  const WORDS = {
    choose: "Follow this path",
    leave: "Leave the path",
    chosen: "You are following this path now.",
    left: "You have left the path.",
    read: "Read",
    count: (done, all) => `${done} of ${all} read`,
    start: (name) => `Start with ${name}`,
    go: (name) => `Continue with ${name}`,
    next: "Next",
    prev: "Previous",
  };

  const main = document.querySelector("main");
  if (!main || hub.print) return;
  const here = hub.here;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const address = (id) => new URL(id.replace(/\.md$/, ".html"), hub.root).href;
  const callout = (path, name = ".reading-path") => path && main.querySelector(`${name}[data-path="${CSS.escape(path)}"]`);

  // A path's steps are the chapters that the first list of its own chapter links to. A list inside something else
  // is none: a page that is being served may begin with a panel of mistakes.
  const items = (page) => [...page.querySelector("main > ol")?.children || []];
  const stepOf = (item, base) => {
    const link = item.querySelector("a[href]");
    return link && hub.id(new URL(link.getAttribute("href"), base));
  };
  const isPath = here.startsWith("paths/") && items(document).some((item) => stepOf(item, location.href));
  const learn = async (path) => {
    if (path !== here && !hub.chapter(path)) return;
    try {
      let [page, base] = [document, location.href];
      if (path !== here) {
        const answer = await fetch(base = address(path));
        if (!answer.ok) return;
        page = new DOMParser().parseFromString(await answer.text(), "text/html");
      }
      const steps = items(page).map((item) => stepOf(item, base)).filter(Boolean);
      if (steps.length && String(hub.steps(path)) !== String(steps)) {
        hub.store.update((state) => { state.steps[path] = steps; });
      }
      sessionStorage.setItem("hub/path", path);
    } catch {
      // The next page asks again.
    }
  };
  // Once in a session: the book may have been edited.
  const refresh = ({ path, steps }) => {
    try {
      if (path && (path === here || !steps[path] || sessionStorage.getItem("hub/path") !== path)) learn(path);
    } catch {}
  };

  // The first unread step from where the reader stopped.
  const goOn = ({ read, last }, path) => {
    const own = hub.steps(path);
    const from = Math.max(own.indexOf(last[path]), 0);
    return [...own.slice(from), ...own.slice(0, from)].find((id) => !(id in read));
  };

  // One box in each callout and card, and one after the path's own chapter. The button stays: it may have the focus.
  const box = (place, path, name, state) => {
    if (!path) return;
    const page = place === main;
    let own = page ? main.nextElementSibling : place.lastElementChild;
    if (!own?.matches(".path-state")) {
      own = hub.make(page ? "section" : "div", { class: "path-state" },
        hub.make("button", { class: "path-choose", type: "button", "data-choose": path }));
      if (page) own.setAttribute("aria-label", name);
      place[page ? "after" : "append"](own);
    }
    const button = own.lastChild;
    const chosen = state.path === path;
    const steps = chosen ? hub.steps(path) : [];
    const parts = [];
    if (place.matches(".reading-path")) {
      const read = chosen && here in state.read;
      place.classList.toggle("is-read", read);
      if (read) parts.push(hub.make("span", { class: "path-count" }, WORDS.read));
    } else if (steps.length) {
      const done = steps.filter((id) => id in state.read).length;
      const next = goOn(state, path);
      const title = next && hub.name(next);
      parts.push(hub.make("progress", { max: steps.length, value: done, "aria-label": name }),
        hub.make("span", { class: "path-count" }, WORDS.count(done, steps.length)));
      if (title) {
        const words = state.last[path] || done ? WORDS.go : WORDS.start;
        parts.push(hub.make("a", { class: "path-continue", href: address(next) }, words(title)));
      }
    }
    own.classList.toggle("is-chosen", chosen);
    while (own.firstChild !== button) own.firstChild.remove();
    button.before(...parts);
    button.textContent = chosen ? WORDS.leave : WORDS.choose;
    button.setAttribute("aria-label", `${button.textContent}: ${name}`);
  };

  // The chapters before and after, in the book or on the path.
  const nav = document.querySelector(".neighbours");
  const book = {};
  const neighbour = (rel, href, name) => {
    if (!nav) return;
    let link = nav.querySelector(`[rel~=${rel}]`);
    book[rel] ??= { link, href: link?.href, name: hub.words(link)?.data };
    if (!href || !name) {
      if (!book[rel].link) return link?.remove();
      ({ href, name } = book[rel]);
    } else if (!link) {
      link = hub.make("a", { rel }, hub.make("span", {}, WORDS[rel]), " ?");
      nav[rel === "prev" ? "prepend" : "append"](link);
    }
    link.href = href;
    const words = hub.words(link);
    if (words) words.data = ` ${name.trim()}`;
    link.classList.toggle("on-path", href !== book[rel].href);
  };
  const neighbours = (state) => {
    const { path } = state;
    const foot = callout(path, ".reading-path-next");
    if (foot) {
      // After the last step, and before the first, there is the path itself.
      const [own, next] = [foot.querySelector("strong a"), foot.querySelector("p > a")];
      const steps = hub.steps(path);
      const at = steps.indexOf(here);
      const before = at > 0 ? steps[at - 1] : path;
      neighbour("next", (next || own)?.href, (next || own)?.textContent);
      neighbour("prev", at >= 0 && address(before), at > 0 ? hub.name(before) : own?.textContent);
    } else {
      const next = isPath && path === here && (goOn(state, path) || hub.steps(path)[0]);
      neighbour("next", next && address(next), next && hub.name(next));
      neighbour("prev");
    }
  };

  const show = (state) => {
    if (document.documentElement.dataset.reading !== state.path) hub.follow(state.path);
    for (const place of all(".reading-path[data-path]")) {
      box(place, place.dataset.path, place.getAttribute("aria-label"), state);
    }
    for (const place of all(".reading-path-cards > li")) {
      const link = place.querySelector("a[href]");
      box(place, link && hub.id(link.href), link?.textContent, state);
    }
    if (isPath) {
      box(main, here, main.querySelector("h1")?.textContent, state);
      for (const item of items(document)) {
        const id = stepOf(item, location.href);
        hub.tick(item, item, state.path === here && id in state.read);
      }
    }
    neighbours(state);
  };
  hub.store.watch(show);
  document.addEventListener("mdhub:swapped", () => show(hub.store.get()));

  // The place where one is on the path.
  const arrive = (state) => {
    if (callout(state.path) && state.last[state.path] !== here) {
      hub.store.update(({ last }) => { last[state.path] = here; });
    }
    refresh(state);
  };
  arrive(hub.store.get());
  addEventListener("pageshow", ({ persisted }) => persisted && arrive(hub.store.get()));

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-choose]");
    if (!button) return;
    const path = button.dataset.choose;
    const { top } = button.getBoundingClientRect();
    hub.store.update((state) => {
      state.path = state.path === path ? undefined : path;
    });
    // It stays under the pointer, whatever steps aside above it.
    scrollBy({ top: button.getBoundingClientRect().top - top, behavior: "instant" });
    hub.say(hub.store.get().path ? WORDS.chosen : WORDS.left);
    arrive(hub.store.get());
  });

  // Read to its end: all of <main> is above the lower edge of the window. Who scrolls has seen it; a page
  // that needs no scrolling is given a moment.
  if (!callout(here) && !main.querySelector(".reading-path[data-path]")) return;
  let wait = 2000;
  let timer;
  const done = () => {
    if (document.hidden) timer = setTimeout(done, 2000);
    else if (!(here in hub.store.get().read)) hub.store.update(({ read }) => { read[here] = 1; });
  };
  new IntersectionObserver(([{ intersectionRatio }]) => {
    clearTimeout(timer);
    if (intersectionRatio > 0.99) timer = setTimeout(done, wait);
    wait = 0;
  }, { rootMargin: "1000000px 1000px 0px", threshold: [0, 0.995] }).observe(main);
});
