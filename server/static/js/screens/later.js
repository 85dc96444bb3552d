/** Screens that are fetched when they are first shown: the live one must be there at once. */

/**
 * @import {Page, Screen} from "../coach/page.js"
 * @typedef {new (page: Page) => Screen} ScreenClass
 */

/** @type {(again: string) => Promise<typeof import("./session.js")>} */
const session = (again) => import(`./session.js${again}`);
/** @type {(again: string) => Promise<typeof import("./review.js")>} */
const review = (again) => import(`./review.js${again}`);
/** @type {(again: string) => Promise<typeof import("./history.js")>} */
const history = (again) => import(`./history.js${again}`);
/** @type {(again: string) => Promise<typeof import("./setup.js")>} */
const setup = (again) => import(`./setup.js${again}`);

/**
 * Fetches the class of a screen by its name; `again` is a query that a browser has not kept yet.
 * @type {Record<string, (again: string) => Promise<ScreenClass>>}
 */
export const LATER = {
  session: async (again) => (await session(again)).SessionScreen,
  review: async (again) => (await review(again)).ReviewScreen,
  history: async (again) => (await history(again)).HistoryScreen,
  setup: async (again) => (await setup(again)).SetupScreen,
};
