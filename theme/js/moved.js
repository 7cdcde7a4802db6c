// Anchors that have moved to another page, and the page that is there to be printed.
hub.part(() => {
  const { moved } = document.body.dataset;
  const places = moved ? JSON.parse(moved) : {};
  const follow = () => {
    const to = places[location.hash];
    if (to) location.replace(new URL(to, location.href));
  };
  addEventListener("hashchange", follow);
  follow();
  if (!hub.print) return;
  const start = () => setTimeout(print, 100);
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
});
