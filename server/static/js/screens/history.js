/** Days, sets and trends. */

import { api } from "../station/api.js";
import { asymmetryPct, summary } from "../coach/advice.js";
import { choiceRow } from "../kit/dialog.js";
import { el, fill } from "../kit/dom.js";
import { chartBox, drawChart } from "../widgets/plots.js";
import { weightText } from "../kit/units.js";

const PAGE = 100;

const TRENDS = [
  ["rom", (sums) => sums.romM && sums.romM * 100, 0],
  ["held", (sums) => (sums.count ? (100 * sums.held) / sums.count : null), 0],
  ["speed", (sums) => sums.velocity, 2],
  ["work", (sums) => sums.workJ, 0],
];

/** The local day of a set, `YYYY-MM-DD`, as the station wrote it; empty where it has none. */
export const dayOf = (set) => (set.started_at ?? "").slice(0, 10);

/** Sets by day, in the order given. */
export function byDay(sets) {
  const days = new Map();
  for (const set of sets) days.set(dayOf(set), [...(days.get(dayOf(set)) ?? []), set]);
  return days;
}

/** One value a day of how uneven the sides are (positive: left is further), oldest first. */
export function unevenness(sets) {
  return [...byDay(sets)]
    .filter(([day]) => day)
    .reverse()
    .map(([day, ofDay]) => {
      const rom = (side) =>
        summary(ofDay.filter((set) => set.plan.side === side).flatMap((set) => set.reps)).romM;
      return { t: Date.parse(day) / 1000, value: asymmetryPct(rom("left"), rom("right")) };
    });
}

const legend = (words) =>
  el(
    "span",
    { class: "legend" },
    el("span", { class: "legend-left", text: words.t("side.left") }),
    el("span", { class: "legend-right", text: words.t("side.right") }),
  );

/** One chart for each trend, over the sets of one exercise; speed only at one weight. */
function trendCharts(sets, kg) {
  const x = sets.map((set, i) => Date.parse(set.started_at) / 1000 + i * 1e-3);
  const counts = (set, name, side) =>
    set.plan.side === side && (name !== "speed" || set.plan.weight_kg === kg);
  return TRENDS.map(([name, value, decimals]) => ({
    name,
    x,
    decimals,
    lines: ["left", "right"].map((side) => ({
      side,
      values: sets.map((set) => (counts(set, name, side) ? value(summary(set.reps)) : null)),
    })),
  }));
}

/** The chart of how uneven the sides are, where there is more than one day of it. */
function asymmetryCharts(sets) {
  const uneven = unevenness(sets).filter(({ value }) => value !== null);
  if (uneven.length < 2) return [];
  const lines = [{ side: "left", values: uneven.map(({ value }) => value) }];
  return [{ name: "asymmetry", x: uneven.map(({ t }) => t), decimals: 0, lines }];
}

function chartFigure(words, { name, box }, caption) {
  return el(
    "figure",
    { class: "panel" },
    el(
      "figcaption",
      {},
      el("span", { text: caption }),
      name === "asymmetry" ? null : legend(words),
    ),
    box,
  );
}

const LINE = { width: 3, spanGaps: true };
const STYLES = {
  left: { ...LINE, stroke: "blue", points: { show: true, size: 9 } },
  right: { ...LINE, stroke: "orange", dash: [8, 5], points: { show: true, size: 9 } },
};

function drawTrend(words, { x, lines, decimals, box }) {
  return drawChart(words, box, {
    x,
    xTime: true,
    decimals,
    height: 190,
    series: lines.map(({ side, values }) => ({
      label: words.t(`side.${side}`),
      values,
      style: STYLES[side],
    })),
  });
}

/** The screen at `#/history`. */
export class HistoryScreen {
  constructor(app) {
    this.app = app;
    const { words } = app;
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

  buildFilters() {
    const { words } = this.app;
    const all = ["", words.t("history.all")];
    const pick = (field) => (value) => {
      this.filters[field] = value;
      void this.load();
    };
    const who = el(
      "select",
      { id: "filter-athlete", onchange: () => pick("athlete")(who.value) },
      [all, ...this.app.athletes.map((one) => [String(one.athlete_id), one.name])].map(
        ([value, text]) => el("option", { value, text, selected: value === this.filters.athlete }),
      ),
    );
    const row = (field, options) =>
      choiceRow({
        label: words.t(`plan.${field}`),
        value: this.filters[field],
        options: [all, ...options.map((key) => [key, words.t(`${field}.${key}`)])],
        onchange: pick(field),
      });
    const day = (field) => {
      const input = el("input", {
        id: `filter-${field}`,
        type: "date",
        value: this.filters[field],
        onchange: () => pick(field)(input.value),
      });
      return el(
        "div",
        { class: "field" },
        el("label", { for: `filter-${field}`, text: words.t(`history.${field}`) }),
        input,
      );
    };
    fill(
      this.filterBox,
      row("exercise", ["row", "punch"]),
      row("side", ["left", "right"]),
      el(
        "div",
        { class: "field" },
        el("label", { for: "filter-athlete", text: words.t("athlete.title") }),
        who,
      ),
      el("div", { class: "dates" }, day("from"), day("to")),
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
            el("h2", { text: day ? words.day(sets[0].started_at) : words.t("review.undated") }),
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

  line(set) {
    const { words } = this.app;
    const sums = summary(set.reps);
    const { plan } = set;
    const arrow = plan.side === "left" ? "◀" : "▶";
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
        el("span", { text: words.t("history.reps", { n: sums.count, good: sums.good }) }),
        el("span", { class: "soft", text: set.started_at ? words.time(set.started_at) : "" }),
      ),
    );
  }

  async trends() {
    const { words } = this.app;
    const exercise = this.filters.exercise || this.sets[0]?.plan.exercise;
    const alike = this.sets.filter((set) => set.plan.exercise === exercise);
    const dated = alike.filter((set) => set.started_at && set.reps.length).reverse();
    if (dated.length < 2) {
      fill(this.charts);
      return;
    }
    const kg = dated.at(-1).plan.weight_kg; // speed tells something only at one weight: the latest
    const weight = weightText(words, kg, this.app.unit());
    const charts = [...trendCharts(dated, kg), ...asymmetryCharts(alike)].map((chart) => {
      const title = words.t(`trend.${chart.name}`, { weight });
      return { ...chart, title, box: chartBox(title, chart.name) };
    });
    const caption = ({ title }) => `${words.t(`exercise.${exercise}`)}: ${title}`;
    fill(
      this.charts,
      charts.map((chart) => chartFigure(words, chart, caption(chart))),
    );
    for (const chart of charts) await drawTrend(words, chart);
  }
}
