// What axe can see of accessibility, in every kind of page and in what opens on it: nothing to complain about.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { open } from "../support/browser.mjs";
import { each } from "../support/each.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOURS = ["color-contrast", "link-in-text-block"];

const VIEWS = {
  home: ["index.html"],
  "start here": ["start-here.html"],
  chapter: ["reliability/timeouts.html"],
  path: ["paths/build.html"],
  "path that is followed": ["paths/build.html", async (page) => {
    await page.locator("[data-choose]").first().click();
    await page.locator("progress").first().waitFor();
  }],
  index: ["library/concepts.html"],
  map: ["library/map.html"],
  checklist: ["library/checklist.html"],
  rules: ["library/rules.html"],
  "not found": ["404.html"],
  contents: ["toc.html"],
  "concept card": ["reliability/timeouts.html", async (page) => {
    await page.locator('main a[title][href*="#concept-"]').first().hover();
    await page.locator(".note").waitFor();
  }],
  "search with results": ["index.html", async (page) => {
    await page.locator("[data-search-open]").click();
    await page.locator("dialog.search input").fill("deadline");
    await page.locator(".search-page .search-hit").first().waitFor();
    await page.locator(".search-status", { hasText: "concept" }).waitFor();
  }],
  keys: ["index.html", (page) => page.locator("[data-keys-open]").click()],
  "outline or drawer": ["reliability/timeouts.html", async (page) => {
    if (page.viewportSize().width > 500) return page.setViewportSize({ width: 1600, height: 800 });
    await page.locator("[data-toc-open]").click();
    await page.locator("#toc").waitFor();
  }],
  "code and tables": ["code.html", null, "sample"],
  "footnotes and pictures": ["text.html", null, "sample"],
  "right to left": ["text.html", null, "reversed"],
};

const look = (t, [name, [path, act, at]], width) => async () => {
  const page = await open(t, { at, width });
  await page.goto(path);
  await act?.(page);
  await page.evaluate(AXE);
  const said = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    // What does not depend on colours is the same in both.
    const runOnly = colorScheme === "light" ? LEVELS : { type: "rule", values: COLOURS };
    const violations = await page.evaluate(async (runOnly) =>
      (await axe.run({ runOnly, resultTypes: ["violations"] })).violations, runOnly);
    for (const { id, nodes } of violations) {
      said.push(`${name}, ${width}, ${colorScheme}: ${id}: ${nodes.length} of ${nodes[0].target}`);
    }
  }
  await page.close();
  return said;
};

for (const width of [1280, 390]) {
  test(`axe finds nothing at ${width} pixels, light or dark`, async (t) => {
    const views = Object.entries(VIEWS).map((view) => look(t, view, width));
    assert.deepEqual(await each(views, (view) => view()), []);
  });
}
