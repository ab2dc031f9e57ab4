import type { RunProgress } from '../runner/summary.js';
import { createBars } from './progress-bars.js';
import { createLines } from './progress-lines.js';
import type { Terminal } from './terminal.js';

/** Shows how far a study is. */
export interface ProgressView {
  update(progress: RunProgress): void;
  /** A line that stays. */
  note(line: string): void;
  stop(): void;
}

/** Bars where somebody watches, plain lines elsewhere; `runs` is how many there will be. */
export function createProgress(terminal: Terminal, runs: number): ProgressView {
  return terminal.live ? createBars(terminal, runs) : createLines(terminal, runs);
}
