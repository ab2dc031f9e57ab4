import type { ComparedClock, Comparison } from '../../analysis/comparison.js';
import type { Palette } from '../palette.js';

/** A kind of figure. A file in this folder exports one by default; nothing is to be edited when one is added. */
export interface FigureDefinition {
  /** As the file. */
  readonly name: string;
  /** Place in the report, ascending. */
  readonly order: number;
  readonly title: string;
  /** How to read it, in a sentence or two. */
  readonly about: string;
  /** None where the comparison has nothing to show. */
  draw(comparison: Comparison, palette: Palette): readonly Figure[];
}

/** One picture of a report. */
export interface Figure {
  /** Of its files, without extension: unique in a report. */
  readonly name: string;
  readonly title: string;
  /** What is drawn, of how many runs, and what bands mean. */
  readonly caption: string;
  /** `null` where it is of several. */
  readonly family: string | null;
  readonly optimizer: string | null;
  readonly clock: ComparedClock | null;
  /** Of its time axis, where there is another figure with the other one. */
  readonly time?: TimeScale;
  /** With its data: it can be opened in any editor of Vega-Lite. */
  readonly spec: VegaLiteSpec;
}

/** A specification of Vega-Lite 6, plain JSON. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

export type TimeScale = 'log' | 'linear';
