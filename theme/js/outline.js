// "On this page": the headings, and the one that is being read.
hub.later(() => {
  const TITLE = "On this page";

  const place = document.querySelector("[data-outline]");
  const main = document.querySelector("main");
  if (!place || !main || hub.print) return;
  let entries = [];
  let current;
  const mark = () => {
    // The last heading that has passed the upper quarter of the window.
    const limit = innerHeight / 4;
    const now = entries.findLast(([heading]) => heading.getBoundingClientRect().top < limit)?.[1];
    if (now === current) return;
    current?.removeAttribute("aria-current");
    now?.setAttribute("aria-current", "true");
    current = now;
    if (!now) return;
    const [at, box] = [now.getBoundingClientRect(), place.getBoundingClientRect()];
    if (at.top < box.top || at.bottom > box.bottom) place.scrollTop += at.top - box.top - box.height / 2;
  };
  // One strip across the window at that height: a heading that enters or leaves it changes what is current.
  const observer = new IntersectionObserver(mark, { rootMargin: "1000000px 0px -75%" });
  const build = () => {
    observer.disconnect();
    current = undefined;
    entries = [...main.querySelectorAll("h2[id], h3[id]")].map((heading) => {
      const link = hub.make("a", { href: `#${heading.id}` }, heading.textContent);
      return [heading, link, hub.make("li", { class: `outline-${heading.localName[1]}` }, link)];
    });
    place.hidden = entries.length < 2;
    if (place.hidden) return;
    place.replaceChildren(hub.make("p", { class: "outline-title" }, TITLE),
      hub.make("ol", {}, ...entries.map(([, , item]) => item)));
    entries.forEach(([heading]) => observer.observe(heading));
  };
  build();
  document.addEventListener("mdhub:swapped", build);
});
