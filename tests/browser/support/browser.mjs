// One browser for all tests, and a page in it that nothing may go wrong on.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { atEnd } from "./ending.mjs";
import { chromium } from "playwright-core";
import { site } from "./site.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const installed = process.env.CHROMIUM ?? NAMES
  .flatMap((name) => (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name)))
  .find(existsSync);

const start = async () => {
  try {
    // Without a name, where Chrome puts itself.
    return await chromium.launch({ args: FLAGS, ...installed ? { executablePath: installed } : { channel: "chrome" } });
  } catch (error) {
    throw new Error("the tests need a browser: install Debian's package `chromium`, or Chrome, or name one in CHROMIUM", { cause: error });
  }
};
let started;
export const browser = () => started ??= start().then((browser) => {
  atEnd(() => browser.close());
  return browser;
});

// A page in a window of its own, with nothing remembered but what is `stored`. The test fails when the page
// says that something is wrong, asks for what is not there, or asks another host.
export const open = async (t, { at = "hub", width = 1280, stored, missing = false, ...options } = {}) => {
  const { address } = await site(at);
  const { origin } = new URL(address);
  const context = await (await browser()).newContext({
    baseURL: address,
    viewport: { width, height: 800 },
    reducedMotion: "reduce",
    ...stored !== undefined && { storageState: { cookies: [], origins: [{ origin, localStorage: [{ name: KEY, value: stored }] }] } },
    ...options,
  });
  const page = await context.newPage();
  // Keys go to the window in front, and the one of the last test may still be there.
  await page.bringToFront();
  page.setDefaultTimeout(10_000);
  // What scripts add to a page comes in turns, the last of them a moment after the page is there.
  for (const name of ["goto", "reload"]) {
    const load = page[name].bind(page);
    page[name] = async (...given) => {
      const answer = await load(...given);
      // A page that leads on is gone before it can answer.
      const ready = page.evaluate(async () => { await window.hub?.ready; }).catch(() => {});
      if (options.javaScriptEnabled !== false) await Promise.race([ready, page.waitForTimeout(3000).catch(() => {})]);
      return answer;
    };
  }
  const faults = watch(page, origin, missing);
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  return page;
};
export const KEY = "codecrafting-hub/1";

export const watch = (page, origin, missing) => {
  const faults = [];
  const where = () => new URL(page.url()).pathname;
  page.on("console", (message) => {
    const expected = missing && message.text().includes("404");
    if (["error", "warning"].includes(message.type()) && !expected) faults.push(`${where()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${where()}: ${error}`));
  page.on("response", (response) => {
    if (response.status() >= 400 && !missing) faults.push(`${where()}: ${response.status()} for ${response.url()}`);
  });
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin) faults.push(`${where()}: asks for ${request.url()}`);
  });
  return faults;
};
