import { userError } from '../../core/errors.js';
import { didYouMean, formatPath } from '../../core/schema.js';
import { ladder } from '../../fidelity/ladder.js';
import { createFidelitySpace, type FidelityParameter, type FidelitySpace } from '../../fidelity/space.js';

/** Levels by the name of their fidelity, as the command line gives them. */
export type GivenLevels = Readonly<Record<string, unknown>>;

/**
 * The levels of each fidelity that a table has, in the order of the fidelities, ascending. Of those that are not given: for the
 * first continuing one, or else the first, the levels that successive halving with eta 3 visits, and the highest for the others.
 * @throws SuiteError of code 'user' for an unknown fidelity, or a level that is not admissible
 */
export function tableLevels(
  parameters: readonly FidelityParameter[],
  given: GivenLevels = {},
): readonly (readonly number[])[] {
  const names = parameters.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const known = names.length === 0 ? 'The family has none.' : `Name ${names.join(', ')}.`;
    throw userError(`there is no fidelity "${unknown}"${didYouMean(unknown, names)}`, {
      key: 'fidelities',
      mend: known,
    });
  }
  const space = createFidelitySpace(parameters);
  const climbed = parameters.find(({ continuation }) => continuation) ?? parameters[0];
  return parameters.map((parameter) => {
    const levels = given[parameter.name];
    if (levels !== undefined) return checked(levels, parameter, space);
    return parameter === climbed ? rungs(parameter, space) : [parameter.upper];
  });
}

const ETA = 3;

function rungs({ name, lower, upper }: FidelityParameter, space: FidelitySpace): readonly number[] {
  return [...new Set(ladder(lower, upper, ETA).map((level) => space.round(name, level)))];
}

function checked(levels: unknown, { name }: FidelityParameter, space: FidelitySpace): readonly number[] {
  const key = formatPath(['fidelities', name]);
  const mend = `Write a list of levels, such as {"${name}": [${space.highest[name] ?? 1}]}.`;
  if (!Array.isArray(levels) || levels.length === 0) {
    throw userError(`expected a list of levels, found ${JSON.stringify(levels)}`, { key, mend });
  }
  for (const level of levels as readonly unknown[]) {
    const [wrong] = space.check({ ...space.highest, [name]: level });
    if (wrong !== undefined) throw userError(wrong.message, { key, mend });
  }
  return [...new Set(levels as readonly number[])].sort((a, b) => a - b);
}
