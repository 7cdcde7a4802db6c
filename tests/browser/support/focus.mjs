// Moves by the Tab key, and sees to it that on the way the focus can always be seen.
import assert from "node:assert/strict";

const look = (page, selector) => page.evaluate((selector) => {
  const element = document.activeElement;
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const name = element.outerHTML.slice(0, 100);
  const faults = [];
  const rings = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && !/^rgba\(.*, 0\)$/.test(style.outlineColor);
  const ringed = [element, ...element.querySelectorAll("*")].some((part) => rings(getComputedStyle(part)));
  // A node of the map is drawn once more in front of the others, with a stronger edge.
  const lit = element.matches(".map-wide .map-hit") && getComputedStyle(element.firstElementChild).opacity === "1";
  if (!ringed && !lit) faults.push("has no ring");
  if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) faults.push("is out of sight");
  // Something of it is on top: at one of its corners, or in its middle, or in one of its lines.
  const points = [...element.getClientRects()].flatMap((box) => [[2, 2], [box.width / 2, box.height / 2], [box.width - 2, box.height - 2]]
    .map(([x, y]) => document.elementFromPoint(box.left + x, box.top + y)));
  if (!points.some((point) => point && (element.contains(point) || point.contains(element)))) faults.push("is covered");
  return { there: element.matches(selector), fault: faults.length ? `${name} ${faults.join(", ")}` : null };
}, selector);

export const tabTo = async (page, selector, { key = "Tab", limit = 80 } = {}) => {
  const faults = [];
  for (let step = 0; step < limit; step += 1) {
    await page.keyboard.press(key);
    const { there, fault } = await look(page, selector);
    if (fault) faults.push(fault);
    if (!there) continue;
    assert.deepEqual(faults, []);
    return page.locator(":focus");
  }
  throw new Error(`after ${limit} times ${key} the focus has not come to ${selector}: it is on ${await page.locator(":focus").evaluate((element) => element.outerHTML.slice(0, 200))}`);
};
