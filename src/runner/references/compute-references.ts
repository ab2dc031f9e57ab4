import type { Descriptor } from '../../protocol/descriptor.js';
import type { Family } from '../families.js';
import { openWorkbench } from '../workbench.js';
import { createAsker, type Asker } from './asker.js';
import { instanceReferences } from './instance-references.js';
import type { InstanceReferences } from './reference-file.js';

export interface ReferenceOptions {
  readonly engine: string;
  /** How many configurations are drawn where they are not all evaluated. */
  readonly draws: number;
  readonly signal?: AbortSignal;
  readonly onNotice?: (line: string) => void;
  /** Told when an instance is done: its name, its number, how many there are, and how many evaluations it took. */
  readonly onInstance?: (instance: string, at: number, of: number, evaluations: number) => void;
}

/**
 * The references of instances at their highest fidelity.
 * @throws SuiteError where the data are not to be had, or the manifest declares an optimum that is none; the signal's reason
 */
export async function computeReferences(
  family: Family,
  instances: readonly string[],
  options: ReferenceOptions,
): Promise<Readonly<Record<string, InstanceReferences>>> {
  const { signal, onNotice, draws } = options;
  await using workbench = await openWorkbench(family, options.engine, { instances, signal, onNotice });
  const guest = await workbench.start(signal);
  try {
    const found: Record<string, InstanceReferences> = {};
    for (const [at, instance] of instances.entries()) {
      const descriptor = family.descriptors[instance] as Descriptor;
      const asker = createAsker(guest.benchmark, descriptor, signal);
      let evaluations = 0;
      const ask: Asker = (batch) => {
        evaluations += batch.length;
        return asker(batch);
      };
      found[instance] = await instanceReferences(family, descriptor, ask, draws);
      options.onInstance?.(instance, at + 1, instances.length, evaluations);
    }
    return found;
  } finally {
    await guest.stop();
  }
}
