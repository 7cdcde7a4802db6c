// All of it by keyboard alone, with the focus in sight.
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "../support/browser.mjs";
import { tabTo } from "../support/focus.mjs";

const scrolled = (page) => page.evaluate(() => scrollY);

test("by keyboard: past the contents, to a concept's note, and to its definition", async (t) => {
  const page = await open(t);
  await page.goto("index.html");
  await tabTo(page, ".skip");
  await page.keyboard.press("Enter");
  const word = await tabTo(page, 'main a[title][href*="#concept-"]', { limit: 3 });
  const note = page.locator(".note");
  await note.waitFor();
  const text = await note.locator(".note-text").innerText();
  assert.match(text, /\w+ \w+/);
  assert.equal(await word.evaluate((link) => document.getElementById(link.getAttribute("aria-describedby")).textContent), text);

  await page.keyboard.press("Escape");
  await note.waitFor({ state: "hidden" });
  assert.ok(await word.evaluate((link) => link === document.activeElement));
  await tabTo(page, 'main a[title][href*="#concept-"]', { limit: 3 });
  await note.waitFor();
  const again = await note.locator(".note-text").innerText();
  await tabTo(page, ".note-link a", { limit: 1 });
  await page.keyboard.press("Enter");
  await page.waitForURL("**#concept-*");
  const definition = await page.locator("dt:target + dd").innerText();
  assert.ok(definition.replace(/\s+/g, " ").startsWith(again.slice(0, 40)), `${again} is the beginning of ${definition}`);
});

test("by keyboard: the way through a card ends behind its word", async (t) => {
  const page = await open(t);
  await page.goto("reliability/timeouts.html");
  await page.locator('main p a[title][href*="#concept-"]').first().focus();
  const order = await page.evaluate(() => [...document.querySelectorAll("main a[href], main button")].indexOf(document.activeElement));
  await tabTo(page, ".note-link a", { limit: 1 });
  await page.keyboard.press("Tab");
  const after = await page.evaluate(() => [...document.querySelectorAll("main a[href], main button")].indexOf(document.activeElement));
  assert.equal(after, order + 1);
});

test("by keyboard: a path is chosen and left, and the focus stays where it is", async (t) => {
  const page = await open(t);
  await page.goto("start-here.html");
  const button = await tabTo(page, '[data-choose="paths/build.md"]');
  await page.keyboard.press("Enter");
  assert.equal(await button.innerText(), "Leave the path");
  await page.locator("[role=status]", { hasText: "You are following this path now." }).waitFor({ state: "attached" });
  await page.keyboard.press("Enter");
  assert.equal(await button.innerText(), "Follow this path");
});

test("by keyboard: every stop of a chapter can be seen, forwards and backwards", async (t) => {
  const page = await open(t);
  await page.goto("performance/latency-budgets.html");
  await tabTo(page, "footer a, footer button", { limit: 200 });
  const end = await scrolled(page);
  assert.ok(end > 1000, "the page has followed the focus");
  await tabTo(page, ".skip", { key: "Shift+Tab", limit: 200 });
});

test("by keyboard: every node of the map can be seen", async (t) => {
  const page = await open(t);
  await page.goto("library/map.html");
  await tabTo(page, ".map-notes a", { limit: 200 });
});

test("by keyboard: the drawer of a narrow window opens, leads on, and gives the focus back", async (t) => {
  const page = await open(t, { width: 390 });
  await page.goto("index.html");
  await tabTo(page, "[data-toc-open]");
  await page.keyboard.press("Enter");
  await page.locator("#toc").waitFor();
  await tabTo(page, "#toc a");
  await page.keyboard.press("Escape");
  await page.locator("#toc").waitFor({ state: "hidden" });
  assert.ok(await page.locator("[data-toc-open]").evaluate((button) => button === document.activeElement));
  await page.keyboard.press("Enter");
  await tabTo(page, '#toc a[href$="timeouts.html"]');
  await page.keyboard.press("Enter");
  await page.waitForURL("**/reliability/timeouts.html");
});

test("by keyboard: the arrows turn the pages, the keys are listed, and can be switched off", async (t) => {
  const page = await open(t);
  await page.goto("start-here.html");
  await page.keyboard.press("ArrowRight");
  await page.waitForURL("**/paths/build.html");
  await page.keyboard.press("ArrowLeft");
  await page.waitForURL("**/start-here.html");
  await page.keyboard.press("?");
  const keys = page.locator("dialog.keys");
  await keys.waitFor();
  await page.locator("dialog.keys input").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "hidden" });
  for (const key of ["?", "/", "s", "ArrowRight"]) await page.keyboard.press(key);
  assert.equal(await page.locator("dialog[open]").count(), 0);
  assert.match(page.url(), /start-here/);
});
