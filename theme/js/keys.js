// Keys for search, the chapters before and after, and the list of keys. They can be switched off: who dictates
// types letters without wanting to. And the buttons for the same things.
hub.part(() => {
  const WORDS = {
    title: "Keys",
    list: [
      [["/", "s"], "Search"],
      [["←", "→"], "Previous chapter, next chapter"],
      [["?"], "This list"],
      [["Esc"], "Close what is open"],
    ],
    letters: "Use the keys /, s, ? and the arrows",
    close: "Close",
    offline: "Search could not be loaded.",
  };

  // Made anew each time: another tab may have changed what stands in it.
  const open = (first, ...inside) => {
    const dialog = hub.make("dialog", { class: "keys", "aria-label": first.textContent },
      hub.make("div", {}, first, ...inside,
        hub.make("form", { method: "dialog" }, hub.make("button", { autofocus: "" }, WORDS.close))));
    // A click beside it: what it holds covers all of it.
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  const help = () => {
    const letters = hub.make("input", { type: "checkbox" });
    letters.checked = hub.store.get().keys !== false;
    letters.addEventListener("change", () => {
      hub.store.update((state) => { state.keys = letters.checked ? undefined : false; });
    });
    open(hub.make("h2", {}, WORDS.title),
      hub.make("dl", {}, ...WORDS.list.map(([keys, text]) => hub.make("div", {},
        hub.make("dt", {}, ...keys.map((key) => hub.make("kbd", {}, key))), hub.make("dd", {}, text)))),
      hub.make("label", {}, letters, ` ${WORDS.letters}`));
  };
  // search.js puts itself in the place of this. What is typed until it is there is the beginning of the query.
  let loading;
  let typed;
  const gather = (event) => {
    const { key, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey) return;
    if (key === "Backspace") typed = typed.slice(0, -1);
    else if (key.length === 1) typed += key;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  hub.search ??= () => {
    if (loading) return;
    const start = hub.search;
    typed = "";
    addEventListener("keydown", gather, true);
    loading = hub.load(document.body.dataset.searcher)
      .then(() => hub.search !== start && hub.search(typed))
      .catch(() => {
        loading = undefined;
        open(hub.make("p", {}, WORDS.offline));
      })
      .finally(() => removeEventListener("keydown", gather, true));
  };
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-keys-open]")) help();
    if (target.closest("[data-search-open]")) hub.search();
  });

  const busy = "input, textarea, select, [contenteditable], [tabindex='0'], dialog, audio, video";
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (hub.store.get().keys === false || target.closest?.(busy)) return;
    if (document.querySelector("dialog[open], :popover-open:not(.note)")) return;
    if (key === "/" || key === "s") hub.search();
    else if (key === "?") help();
    else if (/^Arrow(Left|Right)$/.test(key) && !event.shiftKey) {
      const forward = (key === "ArrowRight") === (document.documentElement.dir !== "rtl");
      const link = document.querySelector(`.neighbours [rel~=${forward ? "next" : "prev"}]`);
      // Without one, the arrow scrolls.
      if (!link) return;
      link.click();
    } else return;
    event.preventDefault();
  });
});
