import { compileSchema } from '../../src/core/schema.js';
import type { Configuration } from '../../src/core/types.js';
import { readJsonFile } from '../../src/data/json-file.js';
import type { TableReader } from '../../src/runtimes/table/reader.js';
import type { SearchSpace } from '../../src/space/space.js';

const METRICS = ['metric_error', 'time_train_s', 'time_infer_s'];

/** TabRepo's LightGBM: a file with a line a configuration and data set, and one with the configurations by their names. */
const tabrepo: TableReader = {
  read: (source) => {
    const { data, space, instance } = source;
    const configurations = Object.entries(readConfigurations(data['configurations'] as string));
    const rowOf = new Map(configurations.map(([name], row) => [name, row]));
    const results = source.csv(data['results'] as string);
    const frameworks = results.texts('framework');
    const lines = results.texts('dataset').flatMap((dataset, line) => (dataset === instance ? [line] : []));
    const column = (name: string): Float64Array => {
      const values = results.numbers(name);
      const placed = new Float64Array(configurations.length).fill(NaN);
      for (const line of lines) placed[rowOf.get(frameworks[line] as string) ?? -1] = values[line] as number;
      return placed;
    };
    return {
      rows: configurations.length,
      levels: [],
      replicates: 1,
      columns: Object.fromEntries(METRICS.map((name) => [name, column(name)])),
      cost: column('time_train_s'),
      codes: encode(
        configurations.map(([, { hyperparameters }]) => hyperparameters),
        space,
      ),
    };
  },
};
export default tabrepo;

interface Named {
  readonly hyperparameters: Configuration;
}

/** What a configuration does not name is at its default. */
function encode(named: readonly Configuration[], space: SearchSpace): Float64Array {
  const codes = new Float64Array(named.length * space.dimensions);
  named.forEach((hyperparameters, row) => {
    const own = space.parameters.flatMap((parameter) => {
      const value = hyperparameters[parameter.name] ?? ('default' in parameter ? parameter.default : undefined);
      return value === undefined ? [] : [[parameter.name, value] as const];
    });
    const place = codes.subarray(row * space.dimensions, (row + 1) * space.dimensions);
    space.encode(Object.fromEntries(own), place);
  });
  return codes;
}

/** Beside the values, the source keeps a suffix of its names under `ag_args`. */
const CONFIGURATIONS_SCHEMA = compileSchema({
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['hyperparameters'],
    properties: {
      hyperparameters: {
        type: 'object',
        properties: { ag_args: { type: 'object' } },
        additionalProperties: { type: ['number', 'boolean'] },
      },
    },
  },
});

function readConfigurations(file: string): Readonly<Record<string, Named>> {
  return readJsonFile(file, CONFIGURATIONS_SCHEMA) as Readonly<Record<string, Named>>;
}
