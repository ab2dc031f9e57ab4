import { userError } from '../../core/errors.js';
import { didYouMean } from '../../core/schema.js';
import type { Configuration, Value } from '../../core/types.js';
import { compileSpace, isForbidden, type Column, type CompiledSpace } from '../../space/compile.js';
import type { IntegerParameter } from '../../space/parameter.js';
import type { SearchSpace } from '../../space/space.js';
import type { Proposal } from './sampler.js';

/** How many values a number takes; by its name, or else `resolution`. */
export interface GridResolution {
  readonly resolution: number;
  readonly resolutions: Readonly<Record<string, number>>;
}

/**
 * The legal cells of a grid in lexicographic order, the last parameter fastest (parents before children, otherwise as
 * declared): the product over the tree of conditions, so that no configuration comes twice.
 * @returns a function that starts from the first cell; cells are numbered from 0
 * @throws SuiteError of code 'user' if `resolutions` names what is no float or integer of the space.
 */
export function gridCells(
  { definition }: Pick<SearchSpace, 'definition'>,
  resolution: GridResolution,
): () => Generator<Proposal, undefined> {
  const space = compileSpace(definition);
  refuseUnknown(space, resolution);
  const values = space.order.map((column) => gridValues(column, resolution));
  function* walk(at: number, chosen: Configuration): Generator<Configuration, undefined> {
    const column = space.order[at];
    if (column === undefined) {
      if (!isForbidden(space, chosen)) yield chosen;
    } else if (column.active?.(chosen) === false) {
      yield* walk(at + 1, chosen);
    } else {
      for (const value of values[at] as readonly Value[]) yield* walk(at + 1, { ...chosen, [column.name]: value });
    }
  }
  function* numbered(): Generator<Proposal, undefined> {
    let cell = 0;
    for (const configuration of walk(0, {})) yield { configuration, origin: { cell: cell++ } };
  }
  return numbered;
}

function refuseUnknown({ columns }: CompiledSpace, { resolutions }: GridResolution): void {
  const names = columns
    .filter(({ parameter: { type } }) => type === 'float' || type === 'integer')
    .map(({ name }) => name);
  const unknown = Object.keys(resolutions).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw userError(`the space has no float or integer "${unknown}"${didYouMean(unknown, names)}`, {
    key: `resolutions.${unknown}`,
  });
}

/** All levels of a list; of a number so many equally spaced values, both ends among them (in ln if it is logarithmic). */
function gridValues(column: Column, { resolution, resolutions }: GridResolution): readonly Value[] {
  const { parameter, name } = column;
  if (parameter.type === 'constant') return [parameter.value];
  if (parameter.type === 'categorical') return parameter.choices;
  if (parameter.type === 'ordinal') return parameter.sequence;
  const count = resolutions[name] ?? resolution;
  const codes = count === 1 ? [0.5] : Array.from({ length: count }, (_, i) => i / (count - 1));
  if (parameter.type === 'float') return [...new Set(codes.map((code) => column.decode(code)))];
  return [...new Set(codes.map((code) => between(parameter, code)))];
}

/** Not by the canonical code, whose bins would move the inner values: rounded, as grids are. */
function between({ lower, upper, log }: IntegerParameter, code: number): number {
  const value = log === true ? lower * Math.exp(code * Math.log(upper / lower)) : lower + code * (upper - lower);
  return Math.min(Math.max(Math.round(value), lower), upper);
}
