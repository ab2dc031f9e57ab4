import { userError } from '../core/errors.js';
import type { Parameter, SpaceDefinition } from './parameter.js';
import { show } from './words.js';

/** A parameter as a manifest may write it: with `repeat: 4` the name `cat_{i}` stands for `cat_0` to `cat_3`. */
export type RepeatedParameter = Parameter & { readonly repeat?: number };

/** What `benchmark.yaml` says under `space`, before the repeats are written out. */
export interface RepeatedDefinition extends Omit<SpaceDefinition, 'parameters'> {
  readonly parameters: readonly RepeatedParameter[];
}

const MARK = '{i}';
const MOST = 10_000;

/**
 * Writes repeated parameters out in place; conditions and forbidden clauses name the written-out parameters.
 * @throws SuiteError of code 'user' when `repeat` is not an integer in 1..10000, or when only one of `repeat` and `{i}` is there.
 */
export function expandRepeats(definition: RepeatedDefinition): SpaceDefinition {
  const parameters = definition.parameters.flatMap((parameter, index) => expand(parameter, `parameters[${index}]`));
  return { ...definition, parameters };
}

function expand(repeated: RepeatedParameter, key: string): readonly Parameter[] {
  const { repeat, ...parameter } = repeated;
  const marked = parameter.name.includes(MARK);
  if (repeat === undefined) {
    if (!marked) return [repeated];
    throw userError(`the name "${parameter.name}" holds ${MARK}, but nothing repeats it`, {
      key: `${key}.name`,
      mend: 'Add `repeat`, the number of parameters, or take {i} out of the name.',
    });
  }
  if (!Number.isInteger(repeat) || repeat < 1 || repeat > MOST) {
    throw userError(`repeat is an integer in 1..${MOST}, found ${show(repeat)}`, {
      key: `${key}.repeat`,
      mend: 'Give the number of parameters.',
    });
  }
  if (!marked) {
    throw userError(`the name "${parameter.name}" is repeated ${repeat} times, but does not hold ${MARK}`, {
      key: `${key}.name`,
      mend: `Write ${MARK} where the number from 0 goes, such as "${parameter.name}_${MARK}".`,
    });
  }
  return Array.from({ length: repeat }, (_, index) => ({
    ...parameter,
    name: parameter.name.replaceAll(MARK, String(index)),
  }));
}
