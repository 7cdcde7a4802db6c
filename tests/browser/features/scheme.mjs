// Light or dark: as the system says, or as the reader has chosen, from the first paint on.
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "../support/browser.mjs";
import { hold } from "../support/hold.mjs";

// A canvas knows every way of writing a colour.
const isDark = (page) => page.evaluate(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return red + green + blue < 3 * 128;
});

test("the colours follow the system", async (t) => {
  const page = await open(t, { colorScheme: "dark" });
  await page.goto("index.html");
  assert.equal(await isDark(page), true);
  await page.emulateMedia({ colorScheme: "light" });
  assert.equal(await isDark(page), false);
});

test("the colours that the reader has chosen stay, until the system is chosen again", async (t) => {
  const page = await open(t, { colorScheme: "light" });
  const toggle = page.locator("[data-scheme-toggle]");
  await page.goto("index.html");
  assert.match(await toggle.getAttribute("aria-label"), /system/);
  await toggle.click();
  assert.match(await toggle.getAttribute("aria-label"), /dark/);
  await page.goto("reliability/timeouts.html");
  assert.equal(await isDark(page), true);
  await toggle.click();
  await page.emulateMedia({ colorScheme: "dark" });
  await page.reload();
  assert.equal(await isDark(page), false, "light was chosen");
  await toggle.click();
  await page.reload();
  assert.equal(await isDark(page), true, "the system is followed");
});

test("what is remembered is there in the first paint", async (t) => {
  const page = await open(t, { colorScheme: "light", stored: JSON.stringify({ scheme: "dark", path: "paths/build.md" }) });
  const release = await hold(page);
  await page.goto("reliability/timeouts.html", { waitUntil: "commit" });
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  assert.equal(await page.locator(".code-copy").count(), 0, "no script has run yet");
  assert.equal(await isDark(page), true);
  assert.equal(await page.locator('.reading-path[data-path="paths/build.md"]').isVisible(), true);
  assert.equal(await page.locator('.reading-path[data-path="paths/steer.md"]').isVisible(), false);
  release();
  await page.locator(".code-copy").first().waitFor({ state: "attached" });
});
