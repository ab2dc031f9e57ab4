import { openHdf5, type Hdf5 } from '../../src/data/hdf5.js';
import { infrastructureError } from '../../src/core/errors.js';
import type { Configuration } from '../../src/core/types.js';
import type { TableReader } from '../../src/runtimes/table/reader.js';

const EPOCHS = 100;
const RUNS = 4;

/**
 * The authors' file of one data set: a group a configuration, named by its JSON, with the errors of four runs after each of 100 epochs,
 * the seconds that a run took, its error on the test set at its end, and the number of its weights.
 */
const fcnetFull: TableReader = {
  read: async ({ instance, space, data }) => {
    const path = data[instance] as string;
    const file = await openHdf5(path);
    try {
      const rows = file.names.length;
      const columns = createColumns(rows);
      const codes = new Float64Array(rows * space.dimensions);
      for (const [row, name] of file.names.entries()) {
        const configuration = configurationOf(name, path);
        const [mistake] = space.check(configuration);
        if (mistake !== undefined) throw notOfTheTable(name, path);
        space.encode(configuration, codes.subarray(row * space.dimensions, (row + 1) * space.dimensions));
        fillRow(columns, row, file, name);
      }
      const { seconds, ...metrics } = columns;
      const levels = [Array.from({ length: EPOCHS }, (_, epoch) => epoch + 1)];
      return { rows, levels, replicates: RUNS, columns: metrics, cost: seconds, codes };
    } finally {
      file.close();
    }
  },
};
export default fcnetFull;

/** By configuration, epoch and run, the run fastest; weights by configuration. Numbers of 32 bits, as in the file: 100 MB a column. */
interface Columns {
  readonly valid_mse: Float32Array;
  readonly final_test_error: Float32Array;
  readonly n_params: Float32Array;
  readonly seconds: Float32Array;
}

function createColumns(rows: number): Columns {
  const cells = rows * EPOCHS * RUNS;
  return {
    valid_mse: new Float32Array(cells),
    final_test_error: new Float32Array(cells),
    n_params: new Float32Array(rows),
    seconds: new Float32Array(cells),
  };
}

function fillRow(
  { valid_mse, final_test_error, n_params, seconds }: Columns,
  row: number,
  file: Hdf5,
  name: string,
): void {
  const curves = file.numbers(`${name}/valid_mse`, [RUNS, EPOCHS]);
  const runtime = file.numbers(`${name}/runtime`, [RUNS]);
  const test = file.numbers(`${name}/final_test_error`, [RUNS]);
  n_params[row] = file.numbers(`${name}/n_params`, [RUNS])[0] as number;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let run = 0; run < RUNS; run++) {
      const cell = (row * EPOCHS + epoch) * RUNS + run;
      valid_mse[cell] = curves[run * EPOCHS + epoch] as number;
      final_test_error[cell] = test[run] as number;
      seconds[cell] = ((runtime[run] as number) * (epoch + 1)) / EPOCHS;
    }
  }
}

function configurationOf(name: string, path: string): Configuration {
  try {
    return JSON.parse(name) as Configuration;
  } catch {
    throw notOfTheTable(name, path);
  }
}

function notOfTheTable(name: string, file: string): Error {
  return infrastructureError(`the group ${name} is no configuration of fcnet`, { file });
}
