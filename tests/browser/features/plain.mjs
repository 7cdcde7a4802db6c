// Without JavaScript the book can be read, and everything in it found.
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "../support/browser.mjs";
import { each } from "../support/each.mjs";
import { site } from "../support/site.mjs";

const without = (t, options) => open(t, { javaScriptEnabled: false, ...options });

test("without JavaScript every page shows its text, and no button that does nothing", async (t) => {
  const { pages } = await site("hub");
  const page = await without(t);
  const faults = [];
  for (const path of pages) {
    await page.goto(path);
    const main = await page.locator("main").innerText();
    if (!await page.locator("h1").first().isVisible() || main.length < 80) faults.push(`${path} shows no text`);
    for (const button of await page.locator("button:not([popovertarget])").all()) {
      if (await button.isVisible()) faults.push(`${path} shows ${await button.evaluate((element) => element.outerHTML.slice(0, 80))}`);
    }
  }
  assert.deepEqual(faults, []);
});

for (const width of [1280, 390]) {
  test(`without JavaScript the contents lead to every chapter, at ${width} pixels`, async (t) => {
    const { pages } = await site("hub");
    const page = await without(t, { width });
    await page.goto("reliability/timeouts.html");
    await page.locator("[data-toc-open]").click();
    await page.locator("#toc .toc-all").click();
    const listed = await page.locator("main li a[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    const chapters = pages.filter((path) => !/^(index|404|print|toc)\.html$/.test(path));
    assert.deepEqual(chapters.filter((path) => !listed.includes(path)), []);
    await page.locator("main li a", { hasText: "Latency budgets" }).click();
    assert.equal(await page.locator("h1").innerText(), "Latency budgets");
  });
}

test("without JavaScript both paths, the notes of concepts and all lines of code are there", async (t) => {
  const page = await without(t);
  await page.goto("performance/latency-budgets.html");
  for (const name of [".reading-path", ".reading-path-next"]) {
    const both = page.locator(`${name}[data-path]`);
    assert.equal(await both.count(), 2);
    for (const one of await both.all()) assert.ok(await one.isVisible(), `${name} is hidden`);
  }
  assert.match(await page.locator('main a[title][href*="#concept-"]').first().getAttribute("title"), /\w+ \w+ \w+/);
  await page.goto("library/map.html");
  const notes = page.locator(".map-notes li");
  assert.ok(await notes.count() > 20);
  assert.match(await notes.first().innerText(), /limited resource/);
  const sample = await without(t, { at: "sample" });
  await sample.goto("code.html");
  assert.ok(await sample.locator(".boring").first().isVisible());
});
