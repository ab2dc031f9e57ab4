import {
  EvaluationError,
  type EvaluateParams,
  type Objective,
  type ObjectiveAnswer,
  type ObjectiveResult,
} from '../protocol/benchmark.js';
import type { Descriptor } from '../protocol/descriptor.js';
import { createSearchSpace } from '../space/space.js';
import type { LoadedFamily, Runtime } from './runtime.js';
import { findRow } from './table/find-row.js';
import { tablesOf, type LoadTable } from './table/load.js';
import { createLookUp, type LookUp } from './table/look-up.js';
import { meanReplicates } from './table/mean-replicates.js';

/**
 * Evaluations that others made: an answer is a place in typed arrays. The table of an instance is read when it is first asked for,
 * once, and all runs share it; that evaluation alone is answered with a promise.
 */
const table: Runtime = {
  name: 'table',
  load: async (family) => {
    const load = await tablesOf(family);
    const ready = new Map<string, LookUp>();
    const loading = new Map<string, Promise<LookUp>>();
    const lookUpOf = (instance: string): LookUp | Promise<LookUp> => {
      const known = ready.get(instance) ?? loading.get(instance);
      if (known !== undefined) return known;
      const found = prepare(family, load, instance).then((lookUp) => {
        ready.set(instance, lookUp);
        return lookUp;
      });
      loading.set(instance, found);
      return found;
    };
    return objectiveOf(lookUpOf);
  },
};
export default table;

async function prepare({ descriptors }: LoadedFamily, load: LoadTable, instance: string): Promise<LookUp> {
  const descriptor = descriptors[instance] as Descriptor;
  const recorded = await load(instance);
  const { replicates = 'seed' } = descriptor.table ?? {};
  const answered = replicates === 'mean' ? meanReplicates(recorded, descriptor) : recorded;
  return createLookUp(answered, descriptor, findRow(answered, descriptor, createSearchSpace(descriptor.space)));
}

function objectiveOf(lookUpOf: (instance: string) => LookUp | Promise<LookUp>): Objective {
  return {
    evaluate: (configuration, fidelity, seed, instance, context) => {
      const lookUp = lookUpOf(instance);
      return typeof lookUp === 'function'
        ? lookUp(configuration, fidelity, seed, context)
        : lookUp.then((found): ObjectiveResult => found(configuration, fidelity, seed, context));
    },
    evaluateBatch: async (batch) => {
      const answers = new Array<ObjectiveAnswer>(batch.length);
      for (const [at, asked] of batch.entries()) answers[at] = attempt(await lookUpOf(asked.instance), asked);
      return answers;
    },
  };
}

type Asked = Pick<EvaluateParams, 'configuration' | 'fidelity' | 'seed'>;

function attempt(lookUp: LookUp, { configuration, fidelity, seed }: Asked): ObjectiveAnswer {
  try {
    return lookUp(configuration, fidelity, seed);
  } catch (error) {
    if (error instanceof EvaluationError) return error;
    throw error;
  }
}
