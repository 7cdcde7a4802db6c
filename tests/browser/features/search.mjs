// Search: opened by a key, concepts first, then pages by their headings, all of it by keyboard.
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "../support/browser.mjs";
import { tabTo } from "../support/focus.mjs";
import { hold } from "../support/hold.mjs";

// The dialog is loaded when it is first asked for.
const type = async (page, query, key = "/") => {
  await page.keyboard.press(key);
  await page.locator("dialog.search input:focus").waitFor();
  await page.keyboard.insertText(query);
};
const searched = async (t, query) => {
  const page = await open(t);
  await page.goto("contracts/backward-compatibility.html");
  await type(page, query);
  await page.locator(".search-page .search-hit").first().waitFor();
  return page;
};

for (const key of ["/", "s"]) {
  test(`the key ${key} opens search, and is a letter where one writes`, async (t) => {
    const page = await open(t);
    await page.goto("index.html");
    await page.evaluate(() => document.querySelector("main").prepend(document.createElement("textarea")));
    const field = page.locator("textarea");
    await field.press(key);
    assert.equal(await field.inputValue(), key);
    assert.equal(await page.locator("dialog").count(), 0);

    const button = page.locator("[data-search-open]");
    await button.focus();
    await page.keyboard.press(key);
    const input = page.locator("dialog.search input");
    await input.waitFor();
    assert.equal(await input.inputValue(), "", "the key that opens it is not written");
    await page.keyboard.press("Escape");
    await input.waitFor({ state: "hidden" });
    assert.ok(await button.evaluate((element) => element === document.activeElement), "the focus is back");
  });
}

test("what is typed before search is there is the beginning of the query", async (t) => {
  const page = await open(t);
  // From the start: what is held back only later may be missed on its way.
  const release = await hold(page, /\/search-[^/]*\.js$/);
  await page.goto("index.html");
  const asked = page.waitForRequest(/\/search-[^/]*\.js$/);
  await page.keyboard.press("/");
  await asked;
  await page.keyboard.type("deaf?");
  for (const key of ["Backspace", "Backspace"]) await page.keyboard.press(key);
  release();
  await page.locator("dialog.search input:focus").waitFor();
  await page.keyboard.type("dline");
  assert.equal(await page.locator("dialog.search input").inputValue(), "deadline");
  assert.equal(await page.locator("dialog[open]").count(), 1);
  await page.locator(".search-concepts b", { hasText: "Deadline" }).first().waitFor();
});

test("concepts come first, with their notes, then pages with the heading and the words that were found", async (t) => {
  const page = await searched(t, "deadline");
  const concept = page.locator(".search-concepts .search-hit").first();
  assert.equal(await concept.locator("b").innerText(), "Deadline");
  assert.match(await concept.locator(".search-note").innerText(), /\w+ \w+ \w+/);
  const found = page.locator(".search-page", { hasText: "Timeouts and deadlines" }).first();
  assert.match((await found.locator("mark").first().innerText()).toLowerCase(), /deadline/);
  assert.ok(await found.locator("li b").count() > 0, "a heading");
  assert.match(await page.locator(".search-status").innerText(), /\d/);
  const [first, second] = await Promise.all([concept, page.locator(".search-page").first()].map((part) => part.boundingBox()));
  assert.ok(first.y < second.y);
});

test("the arrows go through what was found, and Enter goes there", async (t) => {
  const page = await searched(t, "deadline");
  const focused = () => page.evaluate(() => [...document.querySelectorAll(".search-hit")].indexOf(document.activeElement));
  const stops = [];
  for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"]) {
    await page.keyboard.press(key);
    stops.push(await focused());
  }
  assert.deepEqual(stops, [0, 1, 0, -1]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/hub/reliability/timeouts.html#concept-deadline");
});

test("Enter waits for what the query finds", async (t) => {
  const page = await searched(t, "deadline");
  await page.locator("dialog.search input").selectText();
  await page.keyboard.insertText("schema");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/*.html#concept-schema");
});

test("a heading that was found leads to its place in the chapter", async (t) => {
  const page = await searched(t, "critical path");
  const heading = page.locator(".search-page li a[href*='#']").first();
  const href = await heading.evaluate((link) => link.href);
  assert.match(href, /\/hub\/[a-z-]+\/[a-z-]+\.html(\?[^#]*)?#/);
  await heading.click();
  await page.waitForURL(href);
  assert.equal(await page.locator(":target").count(), 1);
});

test("what is not in the book is not found, in words", async (t) => {
  const page = await open(t);
  await page.goto("index.html");
  await type(page, "xylophonic");
  await page.locator(".search-status", { hasText: "Nothing found" }).waitFor();
  assert.equal(await page.locator(".search-hit").count(), 0);
});

test("by keyboard: from home through search to a chapter", async (t) => {
  const page = await open(t);
  await page.goto("index.html");
  await tabTo(page, "[data-search-open]");
  await type(page, "backward", "Enter");
  await page.locator(".search-page .search-hit").first().waitFor();
  await tabTo(page, ".search-page .search-hit");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/contracts/backward-compatibility.html*");
});

test("search that cannot be loaded says so, and nothing else breaks", async (t) => {
  const page = await open(t, { missing: true });
  await page.route("**/pagefind/**", (route) => route.fulfill({ status: 404 }));
  await page.goto("index.html");
  await type(page, "deadline");
  await page.locator(".search-status", { hasText: "could not be loaded" }).waitFor();
});
