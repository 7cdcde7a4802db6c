// Nothing goes wrong on any page, no link of it leads nowhere, and it fits the window.
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "../support/browser.mjs";
import { each } from "../support/each.mjs";
import { site } from "../support/site.mjs";

const WIDTHS = [1280, 800, 390, 320];

const linksOf = (page) => page.evaluate(() => [...document.querySelectorAll("[href], [src]")]
  .map((element) => new URL(element.getAttribute("href") ?? element.getAttribute("src"), document.baseURI).href));
const idsOf = (page) => page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));

for (const name of ["hub", "sample", "reversed"]) {
  test(`every page of the ${name} is without an error, a broken link or a sideways scrollbar`, async (t) => {
    const { address, pages, has } = await site(name);
    const links = new Map();
    const ids = new Map();
    const wide = await each(pages, async (path, page) => {
      await page.goto(path);
      links.set(path, await linksOf(page));
      ids.set(address + path, await idsOf(page));
      const said = [];
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (over > 0) said.push(`${path} at ${width}: ${over} pixels too wide`);
      }
      return said;
    }, () => open(t, { at: name }));
    assert.deepEqual(wide, []);

    const broken = [...links].flatMap(([path, hrefs]) => [...new Set(hrefs)].filter((href) => {
      if (new URL(href).origin !== new URL(address).origin) return false;
      const [file, id] = href.split("#");
      // The page for what is not found has the root as its base, and so have the links of its own headings.
      if (path === "404.html" && file === address) return false;
      const known = ids.get(file.endsWith("/") ? `${file}index.html` : file);
      return !has(file) || (id && known && !known.includes(decodeURIComponent(id)));
    }).map((href) => `${path} links to ${href}`));
    assert.deepEqual(broken, []);
  });
}

test("an address that leads nowhere shows a page that leads back, from any folder", async (t) => {
  const page = await open(t, { missing: true });
  const answer = await page.goto("some/where/nothing.html");
  assert.equal(answer.status(), 404);
  await page.locator(".brand").click();
  assert.equal(await page.locator("h1").innerText(), "CodeCraftingHub");
});
