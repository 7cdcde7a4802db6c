// Reading paths: one is chosen and remembered, the other one steps aside, "next" follows it, and what has been
// read is told wherever one begins.
import assert from "node:assert/strict";
import test from "node:test";
import { KEY, open } from "../support/browser.mjs";

const BUILD = '[data-path="paths/build.md"]';
const STEER = '[data-path="paths/steer.md"]';
const NAME = "I write and ship the code";

const callout = (page, path) => page.locator(`.reading-path${path}`);
const choose = (page, path = "paths/build.md") => page.locator(`[data-choose="${path}"]`).first().click();
const stepsOf = async (page) => {
  await page.goto("paths/build.html");
  return page.locator("main ol > li > a:first-child").evaluateAll((links) => links.map(({ href }) => href));
};
const readToTheEnd = async (page) => {
  await page.locator("footer").scrollIntoViewIfNeeded();
  await page.locator(".reading-path.is-read:visible").waitFor({ state: "attached" });
};

test("a path that is chosen stays chosen, and the other one steps aside", async (t) => {
  const page = await open(t);
  await page.goto("performance/latency-budgets.html");
  assert.equal(await callout(page, STEER).isVisible(), true);
  await choose(page);
  for (const path of ["reliability/timeouts.html", "performance/latency-budgets.html"]) {
    await page.goto(path);
    assert.equal(await callout(page, BUILD).isVisible(), true);
    assert.equal(await callout(page, STEER).isVisible(), false);
    assert.equal(await page.locator(`.reading-path-next${BUILD}`).isVisible(), true);
    assert.equal(await page.locator(`.reading-path-next${STEER}`).isVisible(), false);
  }
  await choose(page);
  assert.equal(await callout(page, STEER).isVisible(), true);
  await page.reload();
  assert.equal(await callout(page, STEER).isVisible(), true);
});

test("next and previous follow the path from its first step to its last, and then back to it", async (t) => {
  const page = await open(t);
  const steps = await stepsOf(page);
  const path = page.url();
  await choose(page);
  await page.locator(".neighbours [rel=next].on-path").waitFor();
  for (const [at, step] of [...steps, path].entries()) {
    await page.locator(".neighbours [rel=next]").click();
    await page.waitForURL(step);
    if (step === path) break;
    assert.equal(await page.locator(".neighbours [rel=prev]").evaluate(({ href }) => href), steps[at - 1] ?? path);
  }
  await choose(page);
  assert.equal(await page.locator(".neighbours .on-path").count(), 0);
});

test("a step is read when its end was seen, and home, Start here and the path say how far one is", async (t) => {
  const page = await open(t);
  const steps = await stepsOf(page);
  await page.goto(steps[0]);
  await choose(page);
  assert.equal(await page.locator(".reading-path.is-read").count(), 0);
  await readToTheEnd(page);
  for (const path of ["index.html", "start-here.html"]) {
    await page.goto(path);
    const card = page.locator(".reading-path-cards > li", { hasText: NAME });
    assert.equal(await card.locator(".path-count").innerText(), `1 of ${steps.length} read`);
    assert.equal(await card.locator("progress").evaluate(({ value }) => value), 1);
    assert.equal(await page.locator(".path-count").count(), 1, "the other path says nothing");
    await card.locator(".path-continue").click();
    await page.waitForURL(steps[1]);
  }
  assert.equal(await page.locator("#toc li.is-read").count(), 1);
  await page.goto("paths/build.html");
  assert.deepEqual(await page.locator("main ol > li").evaluateAll((items) => items.map((item) => item.matches(".is-read"))),
    steps.map((_, at) => at === 0));
});

test("a path that is chosen in one window is followed in the other", async (t) => {
  const page = await open(t);
  const other = await page.context().newPage();
  for (const one of [page, other]) await one.goto("performance/latency-budgets.html");
  await choose(page);
  await callout(other, STEER).waitFor({ state: "hidden" });
});

// What a browser does where storage is forbidden, and where it is full.
const denials = {
  forbidden: () => {
    const get = () => { throw new DOMException("denied", "SecurityError"); };
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get });
  },
  full: () => {
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  },
};
for (const [name, deny] of Object.entries(denials)) {
  test(`where storage is ${name}, everything works for as long as the page is open`, async (t) => {
    const page = await open(t);
    await page.addInitScript(deny);
    await page.goto("performance/latency-budgets.html");
    await choose(page);
    assert.equal(await callout(page, STEER).isVisible(), false);
    await page.locator("[data-scheme-toggle]").click();
    assert.equal(await page.locator("html").getAttribute("data-scheme"), "dark");
    await readToTheEnd(page);
    await page.reload();
    assert.equal(await callout(page, STEER).isVisible(), true);
  });
}

const BROKEN = [
  "{",
  "",
  "null",
  "[1]",
  "7",
  '"text"',
  '{"scheme": "pink", "path": 5, "read": [], "last": 1, "steps": "x"}',
  '{"path": "paths/none.md", "read": {"none.md": 1}, "steps": {"paths/none.md": null}}',
  '{"path": "\\"] *, [x=\\""}',
];
test("a stored value that makes no sense is left out, and written over", async (t) => {
  const page = await open(t);
  await page.goto("start-here.html");
  for (const stored of BROKEN) {
    await page.evaluate(([key, value]) => localStorage.setItem(key, value), [KEY, stored]);
    await page.goto("performance/latency-budgets.html");
    assert.equal(await callout(page, BUILD).isVisible(), true, stored);
    assert.equal(await callout(page, STEER).isVisible(), true, stored);
    assert.equal(await page.locator("html").getAttribute("data-scheme"), null, stored);
    await choose(page);
    assert.equal(JSON.parse(await page.evaluate((key) => localStorage.getItem(key), KEY)).path, "paths/build.md");
  }
});
