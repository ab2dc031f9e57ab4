import { power } from '../../core/power.js';
import { createRng, seedFrom, type Rng } from '../../core/rng.js';
import type { Fidelity } from '../../core/types.js';
import type { EvaluateParams } from '../../protocol/benchmark.js';
import type { Instance } from './instance.js';

/**
 * Random evaluations of an instance, a function of the label: the defaults at the lowest fidelity first, then on a recorded
 * clock the defaults at the highest, then what is drawn from the space and the fidelities.
 */
export function drawEvaluations(instance: Instance, label: string, count: number): readonly EvaluateParams[] {
  const { name, space, fidelities, lowest, measured } = instance;
  const rng = createRng('conformance', label);
  const defaults = space.defaults();
  const fixed = [
    { configuration: defaults, fidelity: lowest },
    ...(measured ? [] : [{ configuration: defaults, fidelity: fidelities.highest }]),
  ];
  return Array.from({ length: count }, (_, i) => {
    const drawn = { configuration: space.sample(rng.fork(i)), fidelity: drawFidelity(instance, rng.fork(i).fork('f')) };
    return { instance: name, seed: seedFrom('conformance', label, i), ...(fixed[i] ?? drawn) };
  });
}

/** Uniform in the logarithm; on a measured clock no axis that costs is above three times its lowest level. */
function drawFidelity({ descriptor, fidelities, measured }: Instance, rng: Rng): Fidelity {
  const level = ({ name, lower, upper, cost }: (typeof descriptor.fidelities)[number]): readonly [string, number] => {
    const reach = measured && cost !== 'none' ? Math.min(upper, 3 * lower) : upper;
    return [name, fidelities.round(name, lower * power(reach / lower, rng.float()))];
  };
  return Object.fromEntries(descriptor.fidelities.map(level));
}
