// Builds the book into a temporary folder, once for each way of building it that a test asks for.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { atEnd } from "./ending.mjs";
import { serve } from "./server.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const REPOSITORY = resolve(HERE, "../../..");
const SAMPLE = resolve(HERE, "../book/src");

const target = resolve(REPOSITORY, process.env.CARGO_TARGET_DIR ?? "target");
export const mdhub = process.env.MDHUB ?? join(target, "debug", process.platform === "win32" ? "mdhub.exe" : "mdhub");
if (!existsSync(mdhub)) {
  throw new Error(`there is no ${mdhub}: run \`cargo build --package mdhub\`, or name the program in MDHUB`);
}

// Any setting of book.toml can be given through the environment: only there do the sites differ.
const STEPS = "MDBOOK_PREPROCESSOR__MDHUB__FINISH";
const sample = {
  MDBOOK_BOOK__TITLE: "Sample",
  MDBOOK_PREPROCESSOR__READING_PATHS__PATHS: "[]",
  MDBOOK_OUTPUT__HTML__REDIRECT: JSON.stringify({ "/old.html": "code.html", "/code.html#moved": "text.html#tables" }),
};
const SITES = {
  hub: { book: "hub", settings: {} },
  plain: { book: "hub", settings: { [STEPS]: "[]" }, policy: false },
  searchless: { book: "hub", settings: { [STEPS]: '["highlight", "labels", "metadata", "policy", "join", "minify"]' } },
  sample: { book: "sample", settings: sample },
  reversed: { book: "sample", settings: { ...sample, MDBOOK_BOOK__LANGUAGE: "ar" } },
};

const folder = mkdtempSync(join(tmpdir(), "browser-tests-"));
atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

// A copy of a book that may be edited. The sample has the settings and the theme of the hub.
export const copyOfBook = (name, book) => {
  const copy = join(folder, name);
  for (const part of ["book.toml", "theme", "src", "tests/listings/src", "tests/listings/figures"]) {
    const from = part === "src" && book === "sample" ? SAMPLE : join(REPOSITORY, part);
    cpSync(from, join(copy, part), { recursive: true });
  }
  return copy;
};

const run = (args, settings) => new Promise((done, failed) => {
  const child = spawn(mdhub, args, { env: { ...process.env, ...settings }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => { said += text; });
  child.on("error", failed);
  child.on("close", (code) => (code ? failed(new Error(`mdhub ${args.join(" ")} ended with ${code}:\n${said}`)) : done()));
});

const pagesOf = (root) => readdirSync(root, { recursive: true })
  .map((path) => path.split(sep).join("/"))
  // A page that only leads elsewhere has nothing in it.
  .filter((path) => path.endsWith(".html") && readFileSync(join(root, path), "utf8").includes("<main"))
  .sort();

const made = new Map();
// A site by its name: where it is served, its pages, and what the server knows of its files.
export const site = (name) => {
  if (!made.has(name)) made.set(name, make(name));
  return made.get(name);
};
const make = async (name) => {
  const { book, settings, policy } = SITES[name];
  const root = join(folder, "sites", name);
  const from = book === "hub" ? REPOSITORY : copyOfBook(`book-of-${name}`, book);
  await run(["build", from, "--dest-dir", root], { MDBOOK_OUTPUT__HTML__SITE_URL: `/${name}/`, ...settings });
  return { ...await serve(root, name, policy), pages: pagesOf(root) };
};
