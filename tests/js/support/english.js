/** The English words of the page, from its own catalogue, without a browser. */

import { readFileSync } from "node:fs";

import { Words } from "../../../server/static/js/kit/i18n.js";

// Node has none before version 21, and a later one tells the machine's own languages.
Object.defineProperty(globalThis, "navigator", { value: { languages: ["en-GB"] } });

const file = new URL("../../../server/static/lang/en.json", import.meta.url);
const texts = JSON.parse(readFileSync(file, "utf-8"));

export const english = new Words("en", texts, texts);
