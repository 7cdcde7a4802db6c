// The table of contents, from toc.js: one list for all pages, its links made relative to this one.
hub.later(() => {
  // The page of all chapters holds the list itself.
  const own = document.querySelector(".toc-page");
  const list = own || hub.make("div");
  if (!own) list.innerHTML = window.tocHtml || "";
  const links = [...list.querySelectorAll("a[href]")];
  // An empty item stands before each title of a part.
  list.querySelectorAll(".chapter-item:empty, .chapter-fold-toggle").forEach((nothing) => nothing.remove());
  const chapters = new Map();
  for (const link of links) {
    link.href = new URL(link.getAttribute("href"), hub.root);
    link.removeAttribute("target");
    const id = hub.id(link.href);
    if (!chapters.has(id)) chapters.set(id, link);
  }
  // A chapter's link by its id. Its name is without the number.
  hub.chapter = (id) => chapters.get(id);
  hub.name = (id) => hub.words(chapters.get(id))?.data.trim();

  hub.store.watch(({ path, read }) => {
    const steps = hub.steps(path);
    for (const [id, link] of chapters) hub.tick(link.closest("li"), link, steps.includes(id) && id in read);
  });

  const place = document.querySelector("[data-toc]");
  const nav = place?.closest("nav");
  if (!nav || !links.length) return;
  // The first chapter is the opening page as well, under its own name.
  const current = chapters.get(hub.here) || (hub.id(location.href) === "index.md" ? links[0] : null);
  current?.setAttribute("aria-current", "page");
  place.replaceChildren(...list.childNodes);

  // The list keeps its place from page to page, with the current chapter in sight.
  const key = "hub/contents";
  const scroll = () => {
    try {
      nav.scrollTop = sessionStorage.getItem(key);
    } catch {}
    if (!current) return;
    const { top, bottom, height } = nav.getBoundingClientRect();
    const at = current.getBoundingClientRect();
    if (at.top < top || at.bottom > bottom) nav.scrollTop += at.top - top - height / 3;
  };
  requestAnimationFrame(scroll);
  const drawer = () => nav.matches(":popover-open");
  nav.addEventListener("toggle", () => {
    if (drawer()) scroll();
  });
  addEventListener("pagehide", () => {
    try {
      sessionStorage.setItem(key, nav.scrollTop);
    } catch {}
    // The browser may bring this page back as it was left.
    if (drawer()) nav.hidePopover();
  });
  // A link to this page loads nothing: the drawer would stay in front of it.
  nav.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href]");
    if (link && drawer() && link.pathname === location.pathname) nav.hidePopover();
  });
  // Nor does Tab lead to what it covers.
  nav.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (to && drawer() && !nav.contains(to) && !to.matches("[popovertarget]")) nav.hidePopover();
  });
});
