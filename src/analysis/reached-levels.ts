import type { Fidelity } from '../core/types.js';
import { createFidelitySpace, type FidelityParameter } from '../fidelity/space.js';

/** Where the evaluations of one run got to. */
export interface Levels {
  /** To be called in the order of observation. */
  reach(of: Reach): Reached;
}

/** What evaluations cost relative to one at full fidelity, as the runner counts them (`runner/meter.ts`). */
export function createLevels(fidelities: readonly FidelityParameter[], resume: boolean): Levels {
  const space = createFidelitySpace(fidelities);
  const continuing = space.parameters.find(({ continuation }) => continuation)?.name;
  const ofEvaluation = new Map<number, number>();
  const ofTrial = new Map<number, number>();
  return {
    reach({ trial, evaluation, continues, fidelity, stoppedAt }) {
      const stopped = stoppedAt !== undefined && continuing !== undefined;
      const reached = stopped ? { ...fidelity, [continuing]: stoppedAt } : fidelity;
      const level = space.relativeCost(reached);
      const before = continues === undefined ? undefined : ofEvaluation.get(continues);
      const charged = resume && before !== undefined ? Math.max(0, level - before) : level;
      const highest = ofTrial.get(trial);
      const raised = highest !== undefined && level > highest;
      if (continuing !== undefined) ofEvaluation.set(evaluation, level);
      if (highest === undefined || raised) ofTrial.set(trial, level);
      return { level, charged, full: isHighest(reached, space.highest), raised };
    },
  };
}

function isHighest(fidelity: Fidelity, highest: Fidelity): boolean {
  for (const name in highest) if (fidelity[name] !== highest[name]) return false;
  return true;
}

/** One evaluation. */
export interface Reach {
  readonly trial: number;
  readonly evaluation: number;
  readonly continues: number | undefined;
  readonly fidelity: Fidelity;
  /** Level of the first continuing fidelity. */
  readonly stoppedAt: number | undefined;
}

/** `level` and `charged` are relative to one at full fidelity, from scratch and with what it continued taken off. */
export interface Reached {
  readonly level: number;
  readonly charged: number;
  /** At the highest level of every fidelity parameter, and not stopped before. */
  readonly full: boolean;
  /** Above what its trial had reached before. */
  readonly raised: boolean;
}
