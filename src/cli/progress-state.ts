import { createEstimate as estimateSeconds } from '../core/estimate.js';
import type { RunProgress } from '../runner/summary.js';
import { count, formatNumber, formatSeconds } from './words.js';

/** Whether a run has come to its end, whatever that is. */
export function hasEnded({ state }: RunProgress): boolean {
  return state === 'completed' || state === 'failed' || state === 'interrupted';
}

/** `12 evaluations (1 failed)` */
export function evaluationsText({ evaluations, failures }: RunProgress): string {
  return `${count(evaluations, 'evaluation')}${failures === 0 ? '' : ` (${failures} failed)`}`;
}

/** `loss -0.987`, or nothing yet. */
export function incumbentText({ run, incumbent }: RunProgress): string {
  const name = run.problem.objectives[0]?.name ?? '';
  const value = incumbent?.metrics[name];
  return value === undefined ? 'no incumbent yet' : `${name} ${formatNumber(value)}`;
}

/** An estimate in words. */
export interface Estimate {
  /** Share of the whole, 0..1; returns for example `about 12 s left`, or nothing as long as there is nothing to go by. */
  left(share: number): string;
}

export function createEstimate(now?: () => number): Estimate {
  const estimate = estimateSeconds(now);
  return {
    left(share) {
      const seconds = estimate.left(share);
      return seconds === undefined ? '' : `about ${formatSeconds(seconds)} left`;
    },
  };
}

/** The study as a whole: its runs so far, by name. */
export interface StudyState {
  add(progress: RunProgress): void;
  /** 0..1 */
  share(): number;
  /** `3 of 40 runs` */
  text(): string;
}

export function createStudyState(runs: number): StudyState {
  const shares = new Map<string, number>();
  const ended = new Set<string>();
  return {
    add(progress) {
      const over = hasEnded(progress);
      shares.set(progress.run.id, over ? 1 : progress.spent);
      if (over) ended.add(progress.run.id);
    },
    share() {
      let sum = 0;
      for (const share of shares.values()) sum += share;
      return sum / Math.max(1, runs);
    },
    text: () => `${ended.size} of ${count(runs, 'run')}`,
  };
}
