// Code: a button that copies it, hidden lines, and colours where building the book has not given them.
// What scrolls sideways can be reached by keyboard.
hub.later(() => {
  const WORDS = {
    copy: "Copy",
    copied: "Copied",
    failed: "Not copied",
    show: "Show hidden lines",
    hide: "Hide lines",
    code: "Code, scrolls sideways",
    table: "Table, scrolls sideways",
  };
  const PLAIN = /\blanguage-(te?xt|plain(text)?|console|output|none)\b/;

  const main = document.querySelector("main");
  if (!main) return;
  const button = (name, text) => hub.make("button", { class: name, type: "button" }, text);
  const codeOf = (target) => target.closest(".code").querySelector("code");

  // After the layout is known, and whenever it changes.
  const sideways = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth + 1;
      if (scrolls === target.hasAttribute("tabindex")) continue;
      const words = target.matches("pre, code") ? WORDS.code : WORDS.table;
      for (const [key, value] of Object.entries({ tabindex: 0, role: "group", "aria-label": words })) {
        if (scrolls) target.setAttribute(key, value);
        else target.removeAttribute(key);
      }
    }
  });

  // A large file, for pages that need it; one block at a time.
  let highlighter;
  const highlight = async (blocks) => {
    try {
      if (blocks.length) await (highlighter ??= hub.load(document.body.dataset.highlighter));
      for (const code of blocks) {
        await new Promise((resolve) => { setTimeout(resolve); });
        const language = /\blanguage-([\w-]+)/.exec(code.className)?.[1];
        if (window.hljs?.getLanguage(language)) (hljs.highlightElement || hljs.highlightBlock)(code);
      }
    } catch {
      // Without colours it can be read as well.
    }
  };

  // Buttons come when a block comes near: to give them to all blocks at once would lay out a long page twice.
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target: pre } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(pre);
      const buttons = hub.make("div", { class: "code-buttons" });
      if (pre.querySelector(".boring")) buttons.append(button("code-lines", WORDS.show));
      buttons.append(button("code-copy", WORDS.copy));
      const wrapper = hub.make("div", { class: "code" });
      pre.replaceWith(wrapper);
      wrapper.append(pre, buttons);
    }
  }, { rootMargin: "100% 0px" });

  const dress = (root) => {
    const all = (selector) => [...root.matches?.(selector) ? [root] : [], ...root.querySelectorAll(selector)];
    for (const code of all("pre > code")) {
      const pre = code.parentElement.closest("pre:not(pre pre)");
      const hidden = code.querySelector(".boring");
      if (hidden) code.classList.add("hide-boring");
      if (hub.print || pre.parentElement.matches(".code")) continue;
      near.observe(pre);
      sideways.observe(pre);
      sideways.observe(code);
    }
    if (!hub.print) all(".table-wrapper").forEach((table) => sideways.observe(table));
    highlight(all('pre code[class*="language-"]:not(.hl, .hljs)').filter(({ className }) => !PLAIN.test(className)));
  };
  dress(main);
  document.addEventListener("mdhub:swapped", ({ detail }) => {
    detail.nodes.forEach((node) => node.nodeType === 1 && dress(node));
  });

  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // The page did not come over a secure connection.
    const area = hub.make("textarea", { class: "visually-hidden", readonly: "" });
    const before = document.activeElement;
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus();
    if (!done) throw new Error();
  };
  document.addEventListener("click", async ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.matches(".code-lines")) {
      const code = codeOf(target);
      const shown = code.classList.toggle("show-boring");
      code.classList.toggle("hide-boring", !shown);
      target.textContent = shown ? WORDS.hide : WORDS.show;
    } else if (target.matches(".code-copy")) {
      let said = WORDS.copied;
      try {
        // With its hidden lines: what is copied can be compiled.
        await copy(codeOf(target).textContent);
        target.classList.add("is-done");
      } catch {
        said = WORDS.failed;
      }
      target.textContent = said;
      hub.say(said);
      setTimeout(() => {
        target.textContent = WORDS.copy;
        target.classList.remove("is-done");
      }, 2000);
    }
  });
});
