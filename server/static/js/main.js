/** The page: one shell, its screens by `#hash`, one stream, one drawing loop. */

import { App } from "./app.js";
import { loadWords } from "./kit/i18n.js";
import { Preferences } from "./kit/prefs.js";

const prefs = new Preferences();
const words = await loadWords(prefs.get("language"));
document.documentElement.lang = words.language;
export const app = new App(words, prefs);
await app.start();
document.body.setAttribute("data-ready", "");
