// Keeps what a page loads late (scripts, fonts) back until it is released: what comes after the first paint,
// and what it moves, is then the same in every run.
const LATE = /\.woff2$|\/(scripts|toc)-[^/]*\.js$/;

export const hold = async (page, late = LATE) => {
  let release;
  const released = new Promise((done) => { release = done; });
  await page.route((url) => late.test(url.pathname), async (route) => {
    await released;
    await route.continue();
  });
  return release;
};
