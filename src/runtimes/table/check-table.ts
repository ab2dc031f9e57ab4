import { userError } from '../../core/errors.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { SearchSpace } from '../../space/space.js';
import { declaredLevels } from './declared-levels.js';
import type { Table } from './reader.js';
import { shapeOf, strideOf, type Shape } from './shape.js';

/**
 * Holds a table against what the manifest says of its instance: the metrics, the levels, the sizes, a cost that is above 0.
 * @throws SuiteError of code 'user' that says what does not agree
 */
export function checkTable(table: Table, descriptor: Descriptor, space: SearchSpace): void {
  const refuse = (message: string, mend?: string): never => {
    const text = `the table of ${descriptor.instance}: ${message}`;
    throw userError(text, mend === undefined ? {} : { mend });
  };
  const { rows, replicates, columns, codes, failed, duplicates = 0 } = table;
  if (!(Number.isInteger(rows) && rows > 0)) refuse(`it has ${rows} rows`);
  if (!(Number.isInteger(replicates) && replicates > 0)) refuse(`it has ${replicates} replicates`);
  if (replicates > 1 && descriptor.table?.replicates === undefined) {
    refuse(
      `it has ${replicates} replicates, and the manifest does not say what is answered`,
      "Write table: {replicates: seed} (one of them, by the evaluation's seed) or {replicates: mean}.",
    );
  }
  const wrongLevels = levelMistake(table, descriptor);
  if (wrongLevels !== undefined) refuse(wrongLevels, 'Write the recorded levels under fidelities: {levels: [..]}.');
  const shape = shapeOf(table);
  for (const name of Object.keys(descriptor.metrics)) {
    if (!Object.hasOwn(columns, name)) refuse(`the metric ${name} has no column`);
  }
  for (const [name, values] of Object.entries(columns)) {
    if (!Object.hasOwn(descriptor.metrics, name)) refuse(`the column ${name} is no metric of the manifest`);
    if (strideOf(values, shape) === undefined) refuse(`${name} has ${values.length} values, expected ${sizes(shape)}`);
  }
  const wrongCost = costMistake(table, descriptor, shape);
  if (wrongCost !== undefined) refuse(wrongCost, 'Declare a costFloor: seconds for what cost nothing.');
  if (failed !== undefined && failed.length !== shape.cells) {
    refuse(`failed has ${failed.length} values, expected ${shape.cells}`);
  }
  if (duplicates > 0 && descriptor.table?.audit?.duplicates === undefined) {
    const mend = `Mend the file, or say table: {audit: {duplicates: ${duplicates}}}: then the first line of each cell counts.`;
    refuse(`${duplicates} lines are of a cell that an earlier line is of`, mend);
  }
  const length = rows * space.dimensions;
  if (codes !== undefined && codes.length !== length) refuse(`codes has ${codes.length} values, expected ${length}`);
}

function sizes({ rows, levels, cells }: Shape): string {
  return [...new Set([rows, rows * levels, cells])].join(' or ');
}

/** Every admissible level has to be in the table, and no other. */
function levelMistake({ levels }: Table, { fidelities }: Descriptor): string | undefined {
  if (levels.length !== fidelities.length) {
    return `it has levels of ${levels.length} fidelities, and the manifest has ${fidelities.length}`;
  }
  for (const [index, fidelity] of fidelities.entries()) {
    const found = levels[index] as readonly number[];
    const expected = declaredLevels(fidelity);
    if (expected.length !== found.length || expected.some((level, at) => level !== found[at])) {
      return `it has the levels ${excerpt(found)} of ${fidelity.name}, and the manifest ${excerpt(expected)}`;
    }
  }
  return undefined;
}

function excerpt(levels: readonly number[]): string {
  return levels.length <= 8
    ? `[${levels.join(', ')}]`
    : `[${levels.slice(0, 6).join(', ')}, ... ${levels.at(-1) ?? ''}]`;
}

function costMistake({ cost }: Table, { costFloor }: Descriptor, shape: Shape): string | undefined {
  if (cost !== undefined && strideOf(cost, shape) === undefined) {
    return `cost has ${cost.length} values, expected ${sizes(shape)}`;
  }
  if (costFloor !== undefined) return undefined;
  if (cost === undefined) return 'it has no cost';
  let free = 0;
  for (const seconds of cost) if (seconds <= 0) free++;
  return free === 0 ? undefined : `${free} of ${cost.length} costs are not above 0`;
}
