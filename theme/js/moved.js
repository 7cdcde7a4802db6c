// Anchors that have moved to another page, and the page that is there to be printed.
hub.part(() => {
  const { moved } = document.body.dataset;
  const to = moved && JSON.parse(moved)[location.hash];
  if (to) location.replace(new URL(to, location.href));
  if (hub.print) addEventListener("load", () => setTimeout(print, 100));
});
