// What a word means, beside the word: for a pointer and for a finger.
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "../support/browser.mjs";

const WORD = 'main p a[title][href*="#concept-"]';

test("a pointer on a concept shows its note, which waits for the pointer and goes when it leaves", async (t) => {
  const page = await open(t);
  await page.goto("reliability/timeouts.html");
  const word = page.locator(WORD).first();
  const text = await word.getAttribute("title");
  const note = page.locator(".note");
  await word.hover();
  await note.waitFor();
  assert.equal(await note.locator(".note-text").innerText(), text);
  assert.equal(await word.getAttribute("title"), "", "the browser shows nothing beside it");
  await note.hover();
  await page.mouse.move(0, 0);
  await note.waitFor({ state: "hidden" });
  assert.equal(await word.getAttribute("title"), text);
});

test("the note stays inside the window, wherever its word stands", async (t) => {
  for (const width of [1280, 390]) {
    const page = await open(t, { width });
    await page.goto("reliability/timeouts.html");
    for (const word of (await page.locator(WORD).all()).slice(0, 5)) {
      await word.hover();
      await page.locator(`${WORD}.note-on`).waitFor();
      const { x, width: wide } = await page.locator(".note").boundingBox();
      assert.ok(x >= 0 && x + wide <= width, `${await word.innerText()} at ${width}: from ${x} to ${x + wide}`);
      await page.keyboard.press("Escape");
    }
    await page.close();
  }
});

test("a finger shows the note first, and follows the link with the second tap", async (t) => {
  const page = await open(t, { width: 390, hasTouch: true, isMobile: true });
  await page.goto("index.html");
  const word = page.locator(WORD).first();
  const here = page.url();
  await word.tap();
  await page.locator(".note").waitFor();
  assert.equal(page.url(), here);
  await word.tap();
  await page.waitForURL("**#concept-*");
});
