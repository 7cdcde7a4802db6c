// Where one is: in the book, and in the chapter.
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "../support/browser.mjs";

test("the contents mark the chapter that is open, and lead to the others", async (t) => {
  const page = await open(t);
  await page.goto("reliability/timeouts.html");
  const current = page.locator("#toc a[aria-current=page]");
  assert.equal(await current.innerText(), "Timeouts and deadlines");
  await page.locator("#toc a", { hasText: "Latency budgets" }).click();
  await page.waitForURL("**/performance/latency-budgets.html");
  assert.equal(await current.innerText(), "Latency budgets");
});

test("the outline follows the reading, and leads to a heading", async (t) => {
  const page = await open(t, { width: 1600 });
  await page.goto("reliability/timeouts.html");
  const headings = await page.locator("main h2, main h3").allInnerTexts();
  const entries = page.locator(".outline a");
  assert.deepEqual(await entries.allInnerTexts(), headings);
  for (const at of [2, 1]) {
    await entries.nth(at).click();
    await page.locator(`.outline li:nth-child(${at + 1}) a[aria-current=true]`).waitFor();
    const top = await page.locator(":target").evaluate((heading) => heading.getBoundingClientRect().top);
    const bar = await page.locator(".bar").evaluate((header) => header.getBoundingClientRect().bottom);
    assert.ok(top >= bar && top < 300, `the heading stands at ${top}, below a bar that ends at ${bar}`);
  }
});
