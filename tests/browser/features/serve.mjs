// While the book is served, a saved edit comes into the open page, and what scripts have added stays whole.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { browser, watch } from "../support/browser.mjs";
import { copyOfBook, mdhub } from "../support/site.mjs";

const serveBook = async (t, folder) => {
  const server = spawn(mdhub, ["serve", "--port", "0", folder], { stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(server, "close");
  t.after(async () => {
    server.kill();
    await closed;
  });
  let said = "";
  for await (const text of server.stdout) {
    said += text;
    const address = /http:\S+/.exec(said);
    if (address) return new URL(address[0]);
  }
  throw new Error(`mdhub did not serve: ${said}`);
};

test("a saved edit comes into the open page with everything that scripts add to it", async (t) => {
  const folder = copyOfBook("served", "hub");
  const address = await serveBook(t, folder);
  const context = await (await browser()).newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults = watch(page, address.origin);
  t.after(() => context.close());

  await page.goto(new URL("reliability/timeouts.html", address).href);
  await page.evaluate(() => { window.same = true; });
  const blocks = await page.locator("main pre:not(pre pre)").count();
  const paths = page.locator("main .reading-path .path-choose");
  const followed = await paths.count();
  assert.ok(followed > 0);
  const chapter = join(folder, "src/reliability/timeouts.md");
  const edit = (from, to) => writeFileSync(chapter, readFileSync(chapter, "utf8").replace(from, to));
  edit("## What a slow answer takes away", [
    "## A heading that is new",
    "A paragraph that is new, with a [timeout](concept:).",
    "```rust\n# fn hidden() {}\nfn new() {}\n```",
    "## What a slow answer takes away",
  ].join("\n\n"));
  await page.locator("main", { hasText: "A paragraph that is new" }).waitFor();

  const added = page.locator(".code", { hasText: "fn new" });
  await added.locator(".code-copy").waitFor({ state: "attached" });
  await added.locator(".code-lines").click();
  assert.equal(await added.locator(".boring").first().isVisible(), true);
  // A button for each block, when it comes near.
  for (const block of await page.locator("main pre:not(pre pre)").all()) await block.scrollIntoViewIfNeeded();
  await page.waitForFunction((count) => document.querySelectorAll("main .code-copy").length === count, blocks + 1);
  await page.locator(".outline a", { hasText: "A heading that is new" }).waitFor({ state: "attached" });
  assert.equal(await paths.count(), followed);
  const word = page.locator("p", { hasText: "A paragraph that is new" }).locator("a");
  await word.hover();
  await page.locator(".note", { hasText: "one attempt at a call" }).waitFor();

  edit("A paragraph that is new", "A paragraph that is newer");
  await page.locator("main", { hasText: "A paragraph that is newer" }).waitFor();
  await page.mouse.move(0, 0);
  await page.locator(".note").waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => window.same), true, "the page was not loaded anew");
  assert.deepEqual(faults, []);
});
