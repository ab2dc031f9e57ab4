import { createFidelitySpace, type FidelityParameter } from '../../../fidelity/space.js';
import type { StudyBenchmark } from '../../../log/study.js';
import type { Parameter } from '../../../space/parameter.js';
import type { Value } from '../../../core/types.js';
import type { TrialRules } from './optuna-trial.js';

/** Optuna has whole numbers as its steps: levels that are none are written in millionths of the highest. */
const MILLION = 1e6;

/** How the trials of a run are to be written. */
export function trialRules(benchmark: StudyBenchmark, objectives: readonly string[]): TrialRules {
  const { fidelities, metrics, space } = benchmark;
  const [axis, second] = fidelities;
  const steps = axis !== undefined && second === undefined && objectives.length === 1 ? stepsOf(axis) : undefined;
  return {
    objectives,
    directions: objectives.map((objective) => (metrics[objective]?.direction === 'maximize' ? MAXIMIZE : MINIMIZE)),
    highest: createFidelitySpace(fidelities).highest,
    parameters: new Map(space.parameters.map((parameter) => [parameter.name, distribution(parameter)])),
    ...(steps !== undefined && {
      stepOf: (fidelity) => steps.of(fidelity[steps.name] as number),
      stepUnit: steps.unit,
    }),
  };
}

const [MINIMIZE, MAXIMIZE] = [1, 2];

interface Steps {
  readonly name: string;
  readonly unit: string;
  of(level: number): number;
}

function stepsOf({ name, type, upper, levels }: FidelityParameter): Steps {
  const whole = type === 'integer' || levels?.every(Number.isInteger) === true;
  if (whole) return { name, unit: name, of: (level) => level };
  return { name, unit: `millionths of the highest ${name}`, of: (level) => Math.round((MILLION * level) / upper) };
}

function distribution(parameter: Parameter): { readonly json: string; readonly internal: (value: Value) => Value } {
  switch (parameter.type) {
    case 'float':
    case 'integer': {
      const { type, lower: low, upper: high, log = false } = parameter;
      const [name, step] = type === 'float' ? ['FloatDistribution', null] : ['IntDistribution', 1];
      return { json: JSON.stringify({ name, attributes: { low, high, log, step } }), internal: (value) => value };
    }
    case 'ordinal':
      return choices(parameter.sequence);
    case 'categorical':
      return choices(parameter.choices);
    case 'constant':
      return choices([parameter.value]);
  }
}

/** Optuna's own words for a choice are its index. */
function choices(values: readonly Value[]): { readonly json: string; readonly internal: (value: Value) => Value } {
  const json = JSON.stringify({ name: 'CategoricalDistribution', attributes: { choices: values } });
  return { json, internal: (value) => values.indexOf(value) };
}
