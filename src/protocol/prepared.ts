import { formatPath, type Violation } from '../core/schema.js';
import { createFidelitySpace, type FidelitySpace } from '../fidelity/space.js';
import { createSearchSpace, type SearchSpace } from '../space/space.js';
import { EvaluationError, type EvaluateParams, type ObjectiveContext } from './benchmark.js';
import { dataPaths } from './data-path.js';
import type { Descriptor } from './descriptor.js';
import { createJudge, type Judge } from './objective-result.js';

/** One instance, compiled once. */
export interface Prepared {
  readonly descriptor: Descriptor;
  readonly judge: Judge;
  /** Whether the guest has to look at the time. */
  readonly measured: boolean;
  /** Some fidelity continues from checkpoints. */
  readonly continues: boolean;
  /** The context of evaluations that nobody watches: one for all of them. */
  readonly context: ObjectiveContext;
  /** @throws EvaluationError 'invalid-configuration' or 'invalid-fidelity' */
  check(params: Pick<EvaluateParams, 'configuration' | 'fidelity'>): void;
}

/**
 * Looks instances up and compiles each on its first use.
 * @param folder of the family's data
 */
export function createInstances(
  descriptors: Readonly<Record<string, Descriptor>>,
  folder?: string,
): (instance: string) => Prepared {
  const prepared = new Map<string, Prepared>();
  const prepareNew = (instance: string): Prepared => {
    const descriptor = Object.hasOwn(descriptors, instance) ? descriptors[instance] : undefined;
    if (descriptor === undefined) throw new EvaluationError('unknown-instance', `there is no instance "${instance}"`);
    const fresh = prepare(descriptor, folder);
    prepared.set(instance, fresh);
    return fresh;
  };
  return (instance) => prepared.get(instance) ?? prepareNew(instance);
}

const NEVER: AbortSignal = new AbortController().signal;

function prepare(descriptor: Descriptor, folder: string | undefined): Prepared {
  let data: Readonly<Record<string, string>> | undefined;
  let compiled: { readonly space: SearchSpace; readonly fidelities: FidelitySpace } | undefined;
  return {
    descriptor,
    judge: createJudge(descriptor),
    measured: descriptor.clock === 'measured',
    continues: descriptor.fidelities.some(({ continuation }) => continuation),
    context: Object.freeze({
      descriptor,
      signal: NEVER,
      report: () => undefined,
      wantsProgress: false,
      get data() {
        return (data ??= pathsOf(descriptor, folder));
      },
    }),
    check({ configuration, fidelity }) {
      compiled ??= {
        space: createSearchSpace(descriptor.space),
        fidelities: createFidelitySpace(descriptor.fidelities),
      };
      const wrong = compiled.space.check(configuration);
      if (wrong.length > 0) throw new EvaluationError('invalid-configuration', inWords(wrong));
      const inadmissible = compiled.fidelities.check(fidelity);
      if (inadmissible.length > 0) throw new EvaluationError('invalid-fidelity', inWords(inadmissible));
    },
  };
}

/** Only an objective that asks for its files fails without them: everything else can be tried by hand. */
function pathsOf(descriptor: Descriptor, folder: string | undefined): Readonly<Record<string, string>> {
  if (folder !== undefined || descriptor.data === undefined) return dataPaths(descriptor, folder ?? '');
  const names = Object.keys(descriptor.data).join(', ');
  throw new Error(`HPORT_DATA is not set: it names the folder with the data of ${descriptor.instance} (${names})`);
}

function inWords(violations: readonly Violation[]): string {
  return violations
    .map(({ path, message }) => (path.length === 0 ? message : `${formatPath(path)}: ${message}`))
    .join('; ');
}
