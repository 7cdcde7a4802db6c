// Light or dark: as the system says, until the reader chooses; the third press follows the system again.
hub.part(() => {
  const WORDS = { auto: "Colours: as the system has them", light: "Colours: light", dark: "Colours: dark" };

  const root = document.documentElement;
  const button = document.querySelector("[data-scheme-toggle]");
  hub.store.watch(({ scheme }) => {
    if (scheme) root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
    if (!button) return;
    button.dataset.state = scheme || "auto";
    button.title = WORDS[button.dataset.state];
    button.setAttribute("aria-label", button.title);
  });
  button?.addEventListener("click", () => {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const other = system === "dark" ? "light" : "dark";
    hub.store.update((state) => {
      state.scheme = { undefined: other, [other]: system }[state.scheme];
    });
    hub.say(button.title);
  });
});
