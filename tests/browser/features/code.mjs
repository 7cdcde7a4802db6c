// Code and what else a chapter may hold: copied, unfolded, reached by keyboard, printed, in either direction.
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "../support/browser.mjs";

const block = (page, text) => page.locator(".code", { hasText: text });

test("code is copied whole, with its hidden lines, and the button says so", async (t) => {
  const page = await open(t, { at: "sample", permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto("code.html");
  const copy = block(page, "answer").locator(".code-copy");
  await copy.click();
  await page.locator(".code-copy.is-done").waitFor();
  assert.equal(await copy.innerText(), "Copied");
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trim(),
    'fn main() {\nlet answer = 42;\nprintln!("{answer}");\n}');
});

test("where the clipboard is denied, the button says that nothing was copied", async (t) => {
  const page = await open(t, { at: "sample" });
  await page.addInitScript(() => { navigator.clipboard.writeText = () => Promise.reject(new Error("denied")); });
  await page.goto("code.html");
  const copy = block(page, "answer").locator(".code-copy");
  await copy.click();
  await page.getByText("Not copied").first().waitFor();
  assert.equal(await copy.innerText(), "Not copied");
});

test("hidden lines are shown and hidden again", async (t) => {
  const page = await open(t, { at: "sample" });
  await page.goto("code.html");
  const hidden = page.locator(".boring").first();
  const button = page.locator(".code-lines");
  assert.equal(await button.count(), 1, "only where lines are hidden");
  assert.equal(await hidden.isVisible(), false);
  await button.click();
  assert.equal(await hidden.isVisible(), true);
  assert.equal(await button.innerText(), "Hide lines");
  await button.click();
  assert.equal(await hidden.isVisible(), false);
});

test("code has its colours from the build, and nothing is loaded for them", async (t) => {
  const page = await open(t, { at: "sample" });
  const scripts = [];
  page.on("request", (request) => scripts.push(request.url()));
  await page.goto("code.html");
  const colour = (selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).color);
  const colours = new Set(await Promise.all(["pre code.language-text", "pre .hl-k", "pre .hl-n", "pre .hl-c"].map(colour)));
  assert.equal(colours.size, 4);
  assert.deepEqual(scripts.filter((url) => url.includes("highlight")), []);
});

test("what is wider than the text scrolls by keyboard", async (t) => {
  const page = await open(t, { at: "sample", width: 390 });
  for (const [path, selector] of [["code.html", ".code [role=group][aria-label]"], ["text.html", ".table-wrapper[role=group]"]]) {
    await page.goto(path);
    const wide = page.locator(selector).first();
    await wide.focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((element) => element.scrollLeft > 0, await wide.elementHandle());
  }
});

test("a footnote leads to its text and back", async (t) => {
  const page = await open(t, { at: "sample" });
  await page.goto("text.html");
  await page.locator("main sup a").first().click();
  const note = page.locator(":target");
  assert.match(await note.innerText(), /The first note/);
  await note.locator("a").last().click();
  assert.match(await page.locator(":target").innerText(), /1/);
});

test("pages and anchors that have moved are found under their old addresses", async (t) => {
  // The page that leads on is mdBook's own and names no icon: the browser looks for one where there is none.
  const page = await open(t, { at: "sample", missing: true });
  await page.goto("code.html#moved", { waitUntil: "commit" });
  await page.waitForURL("**/text.html#tables");
  await page.goto("old.html", { waitUntil: "commit" });
  await page.waitForURL("**/code.html");
});

test("in a book that is read from the right, the page is turned round and code is not", async (t) => {
  const page = await open(t, { at: "reversed" });
  await page.goto("code.html");
  const left = (selector) => page.locator(selector).first().evaluate((element) => element.getBoundingClientRect().left);
  assert.ok(await left("#toc") > await left("main"), "the contents stand on the right");
  assert.equal(await page.locator("pre").first().evaluate((pre) => getComputedStyle(pre).direction), "ltr");
  await page.keyboard.press("ArrowLeft");
  await page.waitForURL("**/text.html");
});

test("the page to print prints itself, with every chapter and without what is for the screen", async (t) => {
  const page = await open(t);
  await page.addInitScript(() => { window.print = () => { window.printed = true; }; });
  await page.goto("print.html");
  await page.waitForFunction(() => window.printed);
  await page.emulateMedia({ media: "print" });
  for (const title of ["Start here", "Timeouts and deadlines", "Latency budgets", "Concept index"]) {
    assert.ok(await page.locator("h1", { hasText: title }).first().isVisible(), title);
  }
  for (const selector of [".bar", "#toc", ".neighbours", ".code-buttons", ".path-choose"]) {
    assert.equal(await page.locator(selector).filter({ visible: true }).count(), 0, selector);
  }
});
