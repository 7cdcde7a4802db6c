// Concept cards: a word's note beside the word, on hover, focus and touch. The note is the link's title, which
// is empty while the card is shown: the browser would show it as well.
hub.part(() => {
  const WORDS = { link: "Definition" };
  const LINKS = 'main a[href*="#concept-"][title]:not(.header, .concept-map *)';
  const GAP = 6;

  if (hub.print) return;
  let card;
  let [name, text, more] = [];
  let on = null; // the link whose card is shown
  let shownAt; // where the pointer was
  let timer;
  let by = "key"; // what the reader used last: "key", "mouse", "touch" or "pen"
  let quiet = false;

  const create = () => {
    name = hub.make("p", { class: "note-name", id: "note-name" });
    text = hub.make("p", { class: "note-text", id: "note-text" });
    more = hub.make("a", {}, WORDS.link);
    card = hub.make("div", { id: "note", class: "note", popover: "manual", role: "dialog", "aria-labelledby": "note-name" },
      name, text, hub.make("p", { class: "note-link" }, more));
    document.body.append(card);
  };

  // Below the line (or both, when the link is broken), or above where there is more room.
  const position = () => {
    const lines = [...on.getClientRects()];
    const line = lines.find(({ top, bottom }) => shownAt >= top && shownAt <= bottom) || lines[0];
    if (!line) return;
    const { top, bottom } = on.getBoundingClientRect();
    const { width, height } = card.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const above = top - GAP - height;
    const below = bottom + GAP + height <= innerHeight || top < innerHeight - bottom || scrollY + above < 0;
    card.style.top = `${scrollY + (below ? bottom + GAP : above)}px`;
    card.style.left = `${scrollX + Math.max(GAP, Math.min(line.left, room - width - GAP))}px`;
  };

  const hide = (escaped) => {
    clearTimeout(timer);
    if (!on) return;
    // After Escape the pointer may still be there, and the browser would show it now.
    if (!escaped || !on.matches(":hover")) on.title = on.note;
    on.removeAttribute("aria-describedby");
    on.classList.remove("note-on");
    on = null;
    if (card.matches(":popover-open")) card.hidePopover();
  };
  const show = (link) => {
    clearTimeout(timer);
    if (on === link) return;
    hide();
    if (!card?.isConnected) create();
    on = link;
    link.note = link.title || link.note;
    link.title = "";
    const own = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const words = (link.pathname === location.pathname && own || link).textContent.trim();
    name.textContent = words[0]?.toLocaleUpperCase() + words.slice(1);
    text.textContent = link.note;
    more.href = link.href;
    link.setAttribute("aria-describedby", "note-text");
    link.classList.add("note-on");
    card.showPopover();
    position();
  };

  // The card comes after a moment, and stays while the pointer moves into it.
  const find = (target) => target instanceof Element ? target.closest(LINKS) : null;
  let over = null;
  const enter = (link, clientY) => {
    if (link === over && (link || !on)) {
      if (link) shownAt = clientY;
      return;
    }
    if (over?.note && over !== on) over.title = over.note;
    over = link;
    clearTimeout(timer);
    if (link) {
      shownAt = clientY;
      timer = setTimeout(show, on ? 100 : 200, link);
    } else if (on && !held()) {
      timer = setTimeout(hide, 300, false);
    }
  };
  document.addEventListener("pointerover", ({ target, pointerType, clientY }) => {
    if (pointerType !== "touch") enter(card?.contains(target) ? on : find(target), clientY);
  });
  // Out of the window.
  document.documentElement.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType !== "touch") enter(null);
  });
  // What the keyboard has opened stays as long as the focus does.
  const held = () => by === "key" && on && (document.activeElement === on || card.contains(document.activeElement));

  // Tab goes from the link into its card, and on to what comes after the link.
  document.addEventListener("focusin", ({ target }) => {
    if (quiet || card?.contains(target)) return;
    const link = find(target);
    shownAt = undefined;
    if (link && by === "key") show(link);
    else if (on && by === "key") hide();
  });
  document.addEventListener("keydown", (event) => {
    by = "key";
    const { key, target } = event;
    if (!on || event.altKey || event.ctrlKey || event.metaKey) return;
    const inside = card.contains(target);
    if (key === "Escape") {
      event.preventDefault();
      const link = on;
      hide(true);
      quiet = true;
      if (inside) link.focus();
      quiet = false;
    } else if (key === "Tab" && target === on && !event.shiftKey) {
      event.preventDefault();
      more.focus();
    } else if (key === "Tab" && inside) {
      // The browser goes on from the link.
      if (event.shiftKey) event.preventDefault();
      quiet = true;
      on.focus();
      quiet = false;
      if (!event.shiftKey) hide();
    }
  }, true);

  // The first tap shows the card, the second follows the link, one elsewhere closes it.
  document.addEventListener("pointerdown", ({ target, pointerType }) => {
    by = pointerType;
    if (on && target !== on && !on.contains(target) && !card.contains(target)) hide();
  });
  document.addEventListener("click", (event) => {
    const link = find(event.target);
    if (link && link !== on && by === "touch") {
      event.preventDefault();
      shownAt = event.clientY;
      show(link);
      // A screen reader has not moved: it is told.
      hub.say(link.note);
    } else if (link || card?.contains(event.target.closest("a"))) {
      hide();
    }
  });
  addEventListener("pagehide", () => hide());
  addEventListener("resize", () => on && position());
  document.addEventListener("mdhub:swapped", () => on && !on.isConnected && hide());
});
