// What a page costs: requests, bytes as they are sent, and movement while it loads.
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "../support/browser.mjs";
import { each } from "../support/each.mjs";
import { hold } from "../support/hold.mjs";
import { site } from "../support/site.mjs";

const REQUESTS = 10;
const BYTES = 45_000;
const LARGE = /^(index\.html|library\/)/;
const LARGE_BYTES = 60_000;
const SCRIPT_BYTES = 12_000;
const SHIFT = 0.02;

const followed = JSON.stringify({ path: "paths/build.md", read: { "reliability/timeouts.md": 1 } });
// The page to print is the whole book. Every other page in two ways, and one of each kind in the
// others.
const ALL = ({ pages }) => pages.filter((path) => path !== "print.html");
const SOME = () => ["index.html", "start-here.html", "reliability/timeouts.html", "paths/build.html", "library/concepts.html"];
const READERS = [
  ["wide", ALL, { width: 1280 }],
  ["wide, on a path", SOME, { width: 1280, stored: followed }],
  ["narrow", SOME, { width: 390 }],
  ["narrow, on a path", ALL, { width: 390, stored: followed }],
];

for (const [reader, pages, options] of READERS) {
  test(`no page is heavy or moves while it loads: ${reader}`, async (t) => {
    const hub = await site("hub");
    assert.deepEqual(await each(pages(hub), async (path) => {
      const page = await open(t, options);
      const asked = [];
      page.on("request", (request) => asked.push(new URL(request.url())));
      await page.addInitScript(() => {
        window.shifts = [];
        new PerformanceObserver((list) => window.shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
      });
      const release = await hold(page);
      const loaded = page.goto(path, { waitUntil: "networkidle" });
      await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
      release();
      await loaded;
      const shifts = await page.evaluate(() => shifts.map(({ value, sources }) => [value, sources.map(({ node }) =>
        node?.nodeType === 1 ? node.outerHTML.slice(0, 60) : node?.textContent.slice(0, 30))]));
      await page.close();

      const sum = (urls) => urls.reduce((all, url) => all + hub.weight(url), 0);
      const shift = shifts.reduce((all, [value]) => all + value, 0);
      const bytes = sum(asked);
      const scripts = sum(asked.filter(({ pathname }) => pathname.endsWith(".js")));
      return [
        asked.length > REQUESTS && `${path}: ${asked.length} requests`,
        bytes > (LARGE.test(path) ? LARGE_BYTES : BYTES) && `${path}: ${bytes} bytes`,
        scripts > SCRIPT_BYTES && `${path}: ${scripts} bytes of scripts`,
        shift > SHIFT && `${path}: moves by ${shift.toFixed(3)}: ${JSON.stringify(shifts)}`,
      ].filter(Boolean);
    }), []);
  });
}
