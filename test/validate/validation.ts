import type { Sample } from './sample.js';

/** Numbers of ours beside published or recorded ones. A file of `validations/` exports one by default; its name is the file's. */
export interface Validation {
  readonly title: string;
  /** Runs of each series, seeds 0, 1, ..., unless the command line says another number. */
  readonly seeds: number;
  /** What is run; each is a row of a table, or a part of one. */
  readonly series: readonly string[];
  /** Those whose runs take more than some seconds: tests do not repeat them. */
  readonly slow?: readonly string[];
  /** What a run measures, in order; a run may end before the last ones. */
  readonly columns: readonly string[];
  /** Why it cannot run here; undefined where it can. */
  readonly hindrance?: () => string | undefined;
  /** One run: a function of series and seed, and of nothing else. */
  readonly run: (series: string, seed: number) => Promise<readonly number[]>;
  /** Its section of the document. */
  readonly section: (sample: Sample) => Section;
}

export interface Section {
  /** Markdown without the title. */
  readonly text: string;
  readonly checks: readonly Check[];
}

/** A promise of the specification, held or not; `because.ts` says why it is not. */
export interface Check {
  readonly name: string;
  readonly met: boolean;
}
