// The concept map shows the note of what is pointed at or has the focus, and nothing of it without.
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "../support/browser.mjs";

// The card of a node stands after it.
const shown = (node) => node.evaluate((link) => {
  const card = link.nextElementSibling;
  if (getComputedStyle(card).display === "none") return null;
  return getComputedStyle(card.querySelector("[data-note]"), "::before").content;
});

test("the map shows the note of a concept on hover and on focus", async (t) => {
  const page = await open(t);
  await page.goto("library/map.html");
  const node = page.locator(".map-wide a.map-hit[aria-label='Saturation']");
  assert.equal(await shown(node), null);
  await node.hover();
  assert.match(await shown(node), /every slot of a limited resource/);
  await page.mouse.move(0, 0);
  assert.equal(await shown(node), null);
  await node.focus();
  assert.match(await shown(node), /every slot of a limited resource/);
  await page.keyboard.press("Enter");
  assert.match(page.url(), /#map\.saturation$/);
});

test("on a phone the map is the narrow one, and its nodes lead to their notes", async (t) => {
  const page = await open(t, { width: 390, hasTouch: true });
  await page.goto("library/map.html");
  assert.equal(await page.locator(".map-wide").isVisible(), false);
  await page.locator(".map-narrow a.map-hit").first().tap();
  const note = page.locator(".map-notes li:target");
  await note.waitFor();
  const box = await note.boundingBox();
  assert.ok(box.y >= 0 && box.y < 800, `the note is at ${box.y}`);
});
