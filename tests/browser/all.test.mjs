// The features of the page, in one process: they share a browser and the sites that they read. FEATURES names
// some of them.
import { readdirSync } from "node:fs";

const all = readdirSync(new URL("features", import.meta.url)).map((file) => file.replace(/\.mjs$/, ""));
const named = process.env.FEATURES?.split(" ").filter(Boolean) ?? [];
for (const feature of named.length ? named : all) await import(`./features/${feature}.mjs`);
