import type { JsonObject } from '../../core/types.js';
import type { Row } from './rows.js';

/**
 * Golden evaluations of an instance: its first row that went well, the last, and one in the middle. A table answers a seed with
 * the replicate of that place, so that the place is the seed to ask with.
 */
export function knownAnswers(rows: readonly Row[], seeds: readonly number[]): readonly JsonObject[] {
  const measured = rows.flatMap(({ cell, measured: found }) =>
    found.status === 'completed' ? [{ cell, metrics: found.metrics }] : [],
  );
  const places = new Set([0, Math.floor(measured.length / 2), measured.length - 1]);
  return [...places].flatMap((place) => {
    const found = measured[place];
    if (found === undefined) return [];
    const { configuration, fidelity, seed } = found.cell;
    return [{ configuration, fidelity, seed: seeds.indexOf(seed), metrics: found.metrics }];
  });
}
