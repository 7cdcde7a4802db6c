// Built without the finishing steps, as mdBook itself builds it, the book works as well, only larger.
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "../support/browser.mjs";
import { each } from "../support/each.mjs";
import { site } from "../support/site.mjs";

test("without the finishing steps every page works, and its code gets its colours in the browser", async (t) => {
  const { pages } = await site("plain");
  assert.deepEqual(await each(pages, async (path, page) => {
    await page.goto(path);
    const uncoloured = page.locator("pre code.language-rust:not(.hljs)");
    if (await uncoloured.count()) await page.locator("pre code.language-rust.hljs").last().waitFor({ state: "attached" });
  }, () => open(t, { at: "plain" })), []);
  const page = await open(t, { at: "plain" });
  await page.goto("reliability/timeouts.html");
  const colour = (selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).color);
  await page.locator(".hljs-keyword").first().waitFor();
  assert.notEqual(await colour("pre .hljs-keyword"), await colour("pre code"));
});

for (const at of ["plain", "searchless"]) {
  test(`a build without search says so: ${at}`, async (t) => {
    const page = await open(t, { at });
    await page.goto("reliability/timeouts.html");
    await page.locator("[data-search-open]").click();
    await page.locator("dialog.search", { hasText: "has no search" }).waitFor();
    assert.equal(await page.locator("dialog.search input").count(), 0);
    await page.keyboard.press("Escape");
    await page.locator("dialog.search").waitFor({ state: "hidden" });
  });
}
