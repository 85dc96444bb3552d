/** After a set: what was good, what next, the repetitions as table and curves, and corrections. */

import { api, ApiError } from "../station/api.js";
import { compareInto } from "./comparison.js";
import { repTable } from "./rep_table.js";
import { overlay } from "../widgets/curves.js";
import { changeSet, deleteSet } from "../sheets/corrections.js";
import { el, fill } from "../kit/dom.js";
import { chartBox, drawChart } from "../widgets/plots.js";
import { setLines } from "../widgets/setlines.js";
import { weightText } from "../kit/units.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {RepObject, SetObject} from "../station/contract.js"
 * @typedef {{curveBox: HTMLElement, compareBox: HTMLElement, samplesLink: HTMLElement}} Parts
 */

/**
 * "Row · Left · 40 kg".
 * @param {Page} app
 * @param {SetObject} set
 */
export function setTitle(app, { plan }) {
  const { words } = app;
  const parts = [words.t(`exercise.${plan.exercise}`), words.t(`side.${plan.side}`)];
  if (plan.weight_kg !== null) parts.push(weightText(words, plan.weight_kg, app.unit()));
  return parts.join(" · ");
}

/** The screen at `#/review/<id>`. */
export class ReviewScreen {
  /** @param {Page} app */
  constructor(app) {
    this.app = app;
    this.setId = 0;
    this.node = el("section", {
      class: "screen review",
      "aria-label": app.words.t("review.title"),
    });
    app.model.on("set", ({ set }) => {
      if (this.node.isConnected && set.set_id === this.setId) void this.load();
    });
    app.model.on("rep", ({ set_id: id, stage }) => {
      const later = stage === "amended" || stage === "withdrawn" || stage === "saved";
      if (later && this.node.isConnected && id === this.setId) void this.load();
    });
  }

  /** @param {string[]} rest the key of the set */
  show([id]) {
    this.setId = Number(id);
    fill(this.node); // not the set that stood here before
    if (Number.isSafeInteger(this.setId) && this.setId > 0) return this.load();
    this.missing();
    return undefined;
  }

  /** Nothing to review: it was deleted for good, or the address is wrong. */
  missing() {
    const { words } = this.app;
    fill(
      this.node,
      el(
        "div",
        { class: "panel" },
        el("h1", { text: words.t("review.missing") }),
        el("p", { text: words.t("review.missing_what") }),
        el("a", { class: "button primary", href: "#/history", text: words.t("nav.history") }),
      ),
    );
  }

  async load() {
    const id = this.setId;
    try {
      const set = await api.set(id);
      if (id !== this.setId) return;
      const parts = this.build(set);
      await Promise.all([
        this.curves(set, parts),
        compareInto(parts.compareBox, this.app.words, set),
      ]);
    } catch (error) {
      if (id !== this.setId) return;
      if (error instanceof ApiError && error.status === 404) this.missing();
      else this.app.problem(error);
    }
  }

  /**
   * Build the screen; the parts returned are filled later, when their figures have come.
   * @param {SetObject} set
   * @returns {Parts}
   */
  build(set) {
    const { words } = this.app;
    const curveBox = el("div", { class: "curves" });
    const compareBox = el("div", { class: "panel" });
    const samplesLink = this.download(`/sets/${set.set_id}/samples.csv`, "action.csv_samples");
    const when = set.started_at
      ? `${words.day(set.started_at)}, ${words.time(set.started_at)}`
      : words.t("review.undated");
    fill(
      this.node,
      el(
        "div",
        { class: "row spread" },
        el(
          "div",
          {},
          el("h1", { text: setTitle(this.app, set) }),
          el("p", {
            class: "soft",
            text: [
              set.plan.athlete ?? words.t("athlete.guest"),
              when,
              words.clock(set.elapsed_s),
            ].join(" · "),
          }),
        ),
        el("a", { class: "button primary", href: "#/", text: words.t("review.back") }),
      ),
      set.ended === "interrupted"
        ? el("p", { class: "banner", text: words.t("review.interrupted") })
        : null,
      set.definition < (this.app.model.view.limits?.definition ?? 0)
        ? el("p", { class: "banner", text: words.t("review.former_definition") })
        : null,
      el("div", { class: "panel" }, setLines(this.app, set)),
      repTable(this.app, set, () => this.load()),
      curveBox,
      compareBox,
      this.actions(set, samplesLink),
    );
    return { curveBox, compareBox, samplesLink };
  }

  /**
   * @param {string} href
   * @param {string} key of the text
   */
  download(href, key) {
    return el("a", { class: "button quiet", href, download: "", text: this.app.words.t(key) });
  }

  /**
   * @param {SetObject} set
   * @param {HTMLElement} samplesLink
   */
  actions(set, samplesLink) {
    const { words } = this.app;
    return el(
      "div",
      { class: "row" },
      el("button", {
        "data-testid": "edit-set",
        text: words.t("review.edit"),
        onclick: () => changeSet(this.app, set, () => this.load()),
      }),
      el("button", {
        class: "quiet",
        text: words.t("review.delete_set"),
        onclick: () => deleteSet(this.app, set, () => this.app.go("#/history")),
      }),
      this.download(`/sets/${set.set_id}.csv`, "action.csv_set_long"),
      samplesLink,
    );
  }

  /**
   * @param {SetObject} set
   * @param {Parts} parts the screen may show those of another set before the samples come
   */
  async curves(set, { curveBox, samplesLink }) {
    const { words } = this.app;
    let samples;
    try {
      samples = await api.samples(set.set_id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      samplesLink.hidden = true;
      fill(curveBox, el("p", { class: "soft", text: words.t("review.no_samples") }));
      return;
    }
    /** @type {["position_m" | "force_n", string, number][]} */
    const curves = [
      ["position_m", "chart.position", 100],
      ["force_n", "chart.force", 1],
    ];
    const charts = curves.map(([name, title, factor]) => ({
      name,
      title,
      factor,
      box: chartBox(words.t(title), name),
    }));
    fill(
      curveBox,
      charts.map(({ title, box }) =>
        el("figure", { class: "panel" }, el("figcaption", { text: words.t(title) }), box),
      ),
    );
    for (const { name, factor, box } of charts) {
      const { x, columns } = overlay(samples, set.reps, name);
      await drawChart(words, box, {
        x,
        series: columns.map((column, k) => ({
          label: String(k + 1),
          values: column.map((value) => (value === null ? null : value * factor)),
          style: styleOf(set.reps, k),
        })),
      });
    }
  }
}

/**
 * Earlier repetitions recede, the last one stands out; one that was not good is dashed.
 * @param {RepObject[]} reps
 * @param {number} k
 */
function styleOf(reps, k) {
  const last = k === reps.length - 1;
  const good = reps[k].verdict === "good";
  return {
    stroke: good ? (last ? "ink" : "blue") : "orange",
    width: last ? 3.5 : 2,
    dash: good ? undefined : [7, 5],
  };
}
