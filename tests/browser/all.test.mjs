// The features of the page, in one process: they share a browser and the sites that they read.
import "./features/quiet.mjs";
import "./features/access.mjs";
import "./features/plain.mjs";
import "./features/keyboard.mjs";
import "./features/paths.mjs";
import "./features/scheme.mjs";
import "./features/search.mjs";
import "./features/code.mjs";
import "./features/map.mjs";
import "./features/weight.mjs";
import "./features/stock.mjs";
import "./features/serve.mjs";
