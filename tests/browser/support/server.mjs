// Serves a folder as a host of static pages does: compressed, in a folder of the site, with a policy that
// allows nothing inline, and with 404.html for what is not there.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { atEnd } from "./ending.mjs";
import { gzipSync } from "node:zlib";

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:";
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".png": "image/png",
};

export const serve = async (root, name, policy = true) => {
  const files = new Map();
  // A file by its address: its type, and its bytes as they are sent.
  const file = (address) => {
    const { pathname } = new URL(address, "http://localhost");
    const path = decodeURIComponent(pathname).replace(/\/$/, "/index.html");
    if (!files.has(path)) {
      const at = join(root, path.slice(`/${name}`.length));
      const found = path.startsWith(`/${name}/`) && existsSync(at) && statSync(at).isFile();
      files.set(path, found ? { type: TYPES[extname(at)] ?? "application/octet-stream", bytes: gzipSync(readFileSync(at)) } : null);
    }
    return files.get(path);
  };
  const server = createServer(({ url }, response) => {
    const found = file(url);
    const { type, bytes } = found ?? file(`/${name}/404.html`);
    response.writeHead(found ? 200 : 404, {
      "content-type": type,
      "content-encoding": "gzip",
      "content-length": bytes.length,
      "cache-control": "no-store",
      ...policy && { "content-security-policy": POLICY },
    });
    response.end(bytes);
  });
  await new Promise((ready) => { server.listen(0, "127.0.0.1", ready); });
  atEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    address: `http://127.0.0.1:${server.address().port}/${name}/`,
    has: (address) => file(address) !== null,
    weight: (address) => file(address)?.bytes.length ?? 0,
  };
};
