import type { Family } from '../families.js';
import { computeReferences, type ReferenceOptions } from './compute-references.js';
import { SEED } from './design.js';
import { writeReferences, type InstanceReferences } from './reference-file.js';
import { referenceState } from './scaled-metrics.js';

export interface UpdateOptions extends ReferenceOptions {
  /** Those that are asked for; the others stay as they are. */
  readonly instances: readonly string[];
  /** Computes also those that are up to date. */
  readonly again: boolean;
}

export interface UpdatedReferences {
  readonly family: string;
  readonly computed: readonly string[];
  /** Up to date already. */
  readonly kept: readonly string[];
}

/**
 * Computes what is missing or out of date in a family's `references.json`, and writes the file.
 * @throws SuiteError where the data are not to be had, or the manifest declares an optimum that is none; the signal's reason
 */
export async function updateReferences(family: Family, options: UpdateOptions): Promise<UpdatedReferences> {
  const { instances, again, draws } = options;
  const known = family.references?.instances ?? {};
  const isKept = (instance: string): boolean =>
    !again && referenceState(family, instance) === 'current' && hasDraws(known[instance], draws);
  const kept = instances.filter(isKept);
  const computed = instances.filter((instance) => !kept.includes(instance));
  if (computed.length > 0) {
    const found = await computeReferences(family, computed, options);
    // In the manifest's order, without instances that are no more.
    const entries = Object.keys(family.descriptors).flatMap((name) => {
      const entry = found[name] ?? known[name];
      return entry === undefined ? [] : [[name, entry] as const];
    });
    writeReferences(family.folder, { format: 1, seed: SEED, instances: Object.fromEntries(entries) });
  }
  return { family: family.name, computed, kept };
}

function hasDraws(entry: InstanceReferences | undefined, draws: number): boolean {
  return entry?.median === 'all' || entry?.configurations === draws;
}
