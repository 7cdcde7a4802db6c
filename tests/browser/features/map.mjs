// The concept map shows the note of what is pointed at or has the focus, and nothing of it without.
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "../support/browser.mjs";

// Where the note of a concept is, in the window, and whether it has been lifted there.
const note = async (page, id) => {
  const entry = page.locator(`[id="map.${id}"]`);
  const { y, height } = await entry.boundingBox();
  const lifted = await entry.evaluate((li) => getComputedStyle(li).position === "sticky");
  return { text: await entry.innerText(), seen: y > 0 && y + height < page.viewportSize().height, lifted };
};
const node = (page, name) => page.locator(`.map-wide a.map-hit[aria-label='${name}']`);
const high = (page) => page.evaluate(() => document.documentElement.scrollHeight);

test("the map shows the note of a concept on hover and on focus, and nothing moves", async (t) => {
  const page = await open(t);
  await page.goto("library/map.html");
  const height = await high(page);
  const before = await note(page, "saturation");
  assert.deepEqual([before.seen, before.lifted], [false, false]);
  await node(page, "Saturation").hover();
  const shown = await note(page, "saturation");
  assert.match(shown.text, /every slot of a limited resource/);
  assert.deepEqual([shown.seen, shown.lifted, await high(page)], [true, true, height]);
  await page.mouse.move(0, 0);
  assert.equal((await note(page, "saturation")).lifted, false);
  await node(page, "Saturation").focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  const focused = await note(page, "saturation");
  assert.deepEqual([focused.seen, focused.lifted], [true, true]);
  await page.keyboard.press("Enter");
  assert.match(page.url(), /#map\.saturation$/);
});

test("a note is lifted on the side where its concept is not", async (t) => {
  const page = await open(t);
  await page.goto("library/map.html");
  for (const name of ["Saturation", "Partial failure", "Jitter", "Load shedding"]) {
    await node(page, name).hover();
    const box = await node(page, name).boundingBox();
    const lifted = await page.locator(".map-notes li").evaluateAll((all) => {
      const { x, right } = all.find((li) => getComputedStyle(li).position === "sticky").getBoundingClientRect();
      return { x, right };
    });
    assert.ok(box.x + box.width <= lifted.x || box.x >= lifted.right, `${name}: ${JSON.stringify([box, lifted])}`);
  }
});

test("of a concept that is pointed at and one that has the focus, the note of the first lies on top", async (t) => {
  const page = await open(t);
  await page.goto("library/map.html");
  const names = { Saturation: "map.saturation", Jitter: "map.jitter" };
  for (const [pointed, focused] of [["Saturation", "Jitter"], ["Jitter", "Saturation"]]) {
    await node(page, focused).focus();
    await node(page, pointed).hover();
    const lifted = await page.locator(".map-notes li").evaluateAll((all) =>
      all.filter((li) => getComputedStyle(li).position === "sticky").map(({ id }) => id));
    assert.equal(lifted.at(-1), names[pointed], `${lifted}`);
  }
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
