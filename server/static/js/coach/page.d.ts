/** What screens, sheets and widgets may ask of the page; `App` is it. */

import type { Preferences } from "../kit/prefs.js";
import type { Sound } from "../kit/sound.js";
import type { Toasts } from "../kit/toast.js";
import type { Unit } from "../kit/units.js";
import type { Words } from "../kit/i18n.js";
import type { AthleteObject, PlanObject } from "../station/contract.js";
import type { Model } from "../station/model.js";
import type { Stream } from "../station/stream.js";
import type { Flow } from "./flow.js";

/** The plan's fields that a tablet may choose. */
export type PlanChange = Partial<
  Pick<PlanObject, "exercise" | "side" | "variant" | "weight_kg" | "athlete_id">
>;

/** A screen: its element, and what it does when it is shown, left and drawn. */
export interface Screen {
  node: HTMLElement;
  calibrates?: boolean;
  show?(rest: string[]): Promise<void> | void;
  hide?(): void;
  draw?(now: number): void;
}

/** A thing that can be done, with the text of its button. */
export interface Action {
  label: string;
  run: () => unknown;
}

export interface Page {
  words: Words;
  prefs: Preferences;
  model: Model;
  flow: Flow;
  sound: Sound;
  toasts: Toasts;
  stream: Stream;
  athletes: AthleteObject[];
  screens: Map<string, Screen>;
  main: HTMLElement;
  waiting: PlanChange | null;
  onDrawn?: () => void;
  unit(): Unit;
  athleteName(): string;
  problem(error: unknown): void;
  go(hash: string): void;
  redraw(): void;
  refresh(): Promise<void>;
  chooseAthlete(): void;
  toggleMute(): void;
  followFlow(): Promise<void>;
}
