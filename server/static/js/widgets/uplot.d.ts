/** What the charts use of uPlot 1.6, which is vendored without its own types. */

/** An axis: steps in the unit of its values, sizes in CSS pixels. */
export interface PlotAxis {
  stroke: string;
  grid: { stroke: string; width: number };
  ticks: { stroke: string; width: number };
  font: string;
  size: number;
  space?: number;
  incrs?: number[];
  values(plot: Plot, ticks: number[]): string[];
}

/** How a line is drawn. */
export interface PlotStyle {
  stroke: string;
  fill?: string;
  width?: number;
  dash?: number[];
  spanGaps?: boolean;
  points?: { show: boolean; size?: number };
}

export interface PlotOptions {
  width: number;
  height: number;
  legend: { show: boolean };
  cursor: { show: boolean };
  scales: {
    x: { time: boolean };
    y: { range(plot: Plot, low: number, high: number): [low: number, high: number] };
  };
  axes: PlotAxis[];
  /** The first stands for the x axis and is empty. */
  series: ((PlotStyle & { label: string }) | Record<string, never>)[];
  hooks?: { draw: ((plot: Plot) => void)[] };
}

export interface Plot {
  ctx: CanvasRenderingContext2D;
  /** Where the lines are drawn, in pixels of the canvas. */
  bbox: { left: number; top: number; width: number; height: number };
  /** Place of a value on the canvas, or in CSS pixels. */
  valToPos(value: number, scale: "x" | "y", canvasPixels?: boolean): number;
  setSize(size: { width: number; height: number }): void;
}

export type PlotConstructor = new (
  options: PlotOptions,
  columns: (number | null)[][],
  target: HTMLElement,
) => Plot;

declare global {
  interface Window {
    /** There once the library's script has run. */
    uPlot?: PlotConstructor;
  }
}
