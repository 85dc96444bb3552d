/** Days, sets and trends. */

import { api } from "../station/api.js";
import { choicesOf } from "../station/view.js";
import { choiceRow } from "../kit/dialog.js";
import { el, fill } from "../kit/dom.js";
import { weightText } from "../kit/units.js";
import { drawTrends } from "./trends.js";
import { ARROWS } from "../widgets/steps.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {SetObject} from "../station/contract.js"
 * @typedef {"exercise" | "side" | "athlete" | "from" | "to"} Field
 */

const PAGE = 100;

/**
 * The local day of a set, `YYYY-MM-DD`, as the station wrote it; empty where it has none.
 * @param {Pick<SetObject, "started_at">} set
 */
export const dayOf = (set) => (set.started_at ?? "").slice(0, 10);

/**
 * Sets by day, in the order given.
 * @param {SetObject[]} sets
 */
export function byDay(sets) {
  /** @type {Map<string, SetObject[]>} */
  const days = new Map();
  for (const set of sets) days.set(dayOf(set), [...(days.get(dayOf(set)) ?? []), set]);
  return days;
}

/** @type {(value: string, text: string) => [string, string]} */
const pair = (value, text) => [value, text];

/** The screen at `#/history`. */
export class HistoryScreen {
  /** @param {Page} app */
  constructor(app) {
    this.app = app;
    /** @type {SetObject[]} */
    this.sets = [];
    /** @type {number | null} */
    this.next = null;
    const { words } = app;
    /** @type {Record<Field, string>} */
    this.filters = { exercise: "", side: "", athlete: "", from: "", to: "" };
    this.days = el("div", { class: "days" });
    this.charts = el("div", { class: "curves" });
    this.more = el("button", {
      class: "quiet",
      text: words.t("history.more"),
      onclick: () => this.load(true),
    });
    this.filterBox = el("div", { class: "panel filters" });
    this.node = el(
      "section",
      { class: "screen history", "aria-label": words.t("nav.history") },
      el(
        "div",
        { class: "row spread" },
        el("h1", { text: words.t("nav.history") }),
        el("a", {
          class: "button quiet",
          href: "/sets.csv",
          download: "",
          "data-testid": "csv-all",
          text: words.t("action.csv_all"),
        }),
      ),
      this.filterBox,
      this.charts,
      this.days,
      this.more,
    );
    app.model.on("set", ({ stage }) => {
      if (this.node.isConnected && stage !== "started") void this.load();
    });
  }

  async show() {
    await this.app.refresh();
    this.buildFilters();
    return this.load();
  }

  /**
   * Filter by a value.
   * @param {Field} field
   * @param {string} value empty for all
   */
  pick(field, value) {
    this.filters[field] = value;
    void this.load();
  }

  /** @param {"from" | "to"} field */
  day(field) {
    const { words } = this.app;
    /** @type {HTMLInputElement} */
    const input = el("input", {
      id: `filter-${field}`,
      type: "date",
      value: this.filters[field],
      onchange: () => this.pick(field, input.value),
    });
    return el(
      "div",
      { class: "field" },
      el("label", { for: `filter-${field}`, text: words.t(`history.${field}`) }),
      input,
    );
  }

  buildFilters() {
    const choices = choicesOf(this.app.model.view);
    const { words } = this.app;
    const all = pair("", words.t("history.all"));
    /** @type {HTMLSelectElement} */
    const who = el(
      "select",
      { id: "filter-athlete", onchange: () => this.pick("athlete", who.value) },
      [all, ...this.app.athletes.map((one) => pair(String(one.athlete_id), one.name))].map(
        ([value, text]) => el("option", { value, text, selected: value === this.filters.athlete }),
      ),
    );
    /** @type {(field: Field, options: string[]) => HTMLElement} */
    const row = (field, options) =>
      choiceRow({
        label: words.t(`plan.${field}`),
        value: this.filters[field],
        options: [all, ...options.map((key) => pair(key, words.t(`${field}.${key}`)))],
        onchange: (/** @type {string} */ value) => this.pick(field, value),
      });
    fill(
      this.filterBox,
      row("exercise", choices.exercise),
      row("side", choices.side),
      el(
        "div",
        { class: "field" },
        el("label", { for: "filter-athlete", text: words.t("athlete.title") }),
        who,
      ),
      el("div", { class: "dates" }, this.day("from"), this.day("to")),
    );
  }

  async load(more = false) {
    try {
      const before = more ? this.next : null;
      const page = await api.sets({ ...this.filters, limit: PAGE, before });
      this.sets = more ? [...this.sets, ...page.sets] : page.sets;
      this.next = page.next;
    } catch (error) {
      this.app.problem(error);
      return;
    }
    this.more.hidden = this.next === null;
    this.list();
    await this.trends();
  }

  list() {
    const { words } = this.app;
    if (!this.sets.length) {
      fill(this.days, el("p", { class: "panel soft", text: words.t("history.empty") }));
      return;
    }
    fill(
      this.days,
      [...byDay(this.sets)].map(([day, sets]) =>
        el(
          "section",
          { class: "panel day" },
          el(
            "div",
            { class: "row spread" },
            el("h2", {
              text: sets[0]?.started_at ? words.day(sets[0].started_at) : words.t("review.undated"),
            }),
            day
              ? el("a", {
                  class: "button quiet small",
                  href: `/sets.csv?from=${day}&to=${day}`,
                  download: "",
                  text: words.t("action.csv_day"),
                })
              : null,
          ),
          el(
            "ul",
            { class: "set-list" },
            sets.map((set) => this.line(set)),
          ),
        ),
      ),
    );
  }

  /** @param {SetObject} set */
  line(set) {
    const { words } = this.app;
    const sums = set.summary;
    const { plan } = set;
    const arrow = ARROWS[plan.side];
    return el(
      "li",
      {},
      el(
        "a",
        { class: "set-line", href: `#/review/${set.set_id}` },
        el("span", {
          class: "display",
          text: `${words.t(`exercise.${plan.exercise}`)} ${arrow} ${words.t(`side.${plan.side}`)}`,
        }),
        el("span", { class: "set-who", text: plan.athlete ?? words.t("athlete.guest") }),
        el("span", { text: weightText(words, plan.weight_kg, this.app.unit()) }),
        el("span", { text: words.t("history.reps", { n: sums.reps, good: sums.good_reps }) }),
        el("span", { class: "soft", text: set.started_at ? words.time(set.started_at) : "" }),
      ),
    );
  }

  async trends() {
    const { sets } = this;
    if (!sets.length) {
      fill(this.charts);
      return;
    }
    let told;
    try {
      told = await api.trends(this.filters);
    } catch (error) {
      this.app.problem(error);
      return;
    }
    if (sets !== this.sets) return; // the list is another one by now
    const dated = told.sets.filter((set) => set.started_at);
    if (dated.length < 2) {
      fill(this.charts);
      return;
    }
    await drawTrends(this.app, this.charts, { ...told, sets: dated });
  }
}
