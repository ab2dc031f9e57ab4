import type { Configuration, Value } from '../../core/types.js';
import { formatPath } from '../../core/schema.js';
import type { TableDefinition } from '../../protocol/table.js';
import type { Parameter } from '../../space/parameter.js';
import type { SearchSpace } from '../../space/space.js';
import { createCodeIndex } from './code-index.js';
import type { CsvRows } from './csv-rows.js';
import { createGrid } from './grid-row.js';

/** The configurations of a file. */
export interface CsvConfigurations {
  readonly rows: number;
  /** By line. */
  readonly rowOf: Int32Array;
  /** Rows x dimensions; absent for a grid, whose rows are in its own order. */
  readonly codes?: Float64Array;
}

/** @throws SuiteError of code 'user' with the line of a configuration that the space does not have */
export function csvConfigurations(
  lines: CsvRows,
  space: SearchSpace,
  find: NonNullable<TableDefinition['find']>,
): CsvConfigurations {
  const grid = find === 'grid' ? createGrid(space) : undefined;
  const { dimensions } = space;
  const index = createCodeIndex(dimensions);
  const codes: number[] = [];
  const code = new Float64Array(dimensions);
  const configurationAt = configurationReader(lines, space);
  const rowOf = new Int32Array(lines.count);
  let rows = 0;
  for (let at = 0; at < lines.count; at++) {
    const configuration = configurationAt(at);
    const number = index.enter(space.encode(configuration, code));
    if (number === rows) {
      refuseIllegal(configuration, lines, space, at);
      rows++;
      codes.push(...code);
    }
    rowOf[at] = grid === undefined ? number : grid.row(configuration);
  }
  return grid === undefined ? { rows, rowOf, codes: Float64Array.from(codes) } : { rows: grid.size, rowOf };
}

/** Constants are put in, and a parameter whose field is empty is inactive. */
function configurationReader(lines: CsvRows, { parameters }: SearchSpace): (at: number) => Configuration {
  const columns = parameters.map((parameter) => {
    const { name } = parameter;
    if (parameter.type === 'constant') return { name, read: () => parameter.value };
    const texts = lines.texts(name);
    const value = valueReader(parameter);
    return {
      name,
      read: (at: number): Value | undefined => {
        const text = texts[at] as string;
        const found = value(text);
        if (found === undefined && text !== '') throw lines.mistake(at, name, `${name} has no value "${text}"`);
        return found;
      },
    };
  });
  return (at) => {
    const configuration: Record<string, Value> = {};
    for (const { name, read } of columns) {
      const value = read(at);
      if (value !== undefined) configuration[name] = value;
    }
    return configuration;
  };
}

/** Undefined for what is no value. A choice is recognised as it is written, or as the same number or truth value. */
function valueReader(parameter: Parameter): (text: string) => Value | undefined {
  const listed =
    parameter.type === 'categorical'
      ? parameter.choices
      : parameter.type === 'ordinal'
        ? parameter.sequence
        : undefined;
  if (listed === undefined) return (text) => (text === '' || Number.isNaN(Number(text)) ? undefined : Number(text));
  const byText = new Map<string, Value>(listed.map((value) => [String(value), value]));
  return (text) => byText.get(text) ?? listed.find((value) => isSame(value, text));
}

function isSame(value: Value, text: string): boolean {
  if (typeof value === 'number') return text !== '' && Number(text) === value;
  return typeof value === 'boolean' && text.toLowerCase() === String(value);
}

function refuseIllegal(configuration: Configuration, lines: CsvRows, space: SearchSpace, at: number): void {
  const [wrong] = space.check(configuration);
  if (wrong === undefined) return;
  const path = formatPath(wrong.path);
  throw lines.mistake(at, path, `no configuration of the space: ${wrong.message}`);
}
