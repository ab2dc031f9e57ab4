import { readFileSync } from 'node:fs';
import { infrastructureError } from '../../src/core/errors.js';
import { readNpy } from '../../src/data/npy.js';
import type { TableReader } from '../../src/runtimes/table/reader.js';

const [ROWS, SEEDS] = [30_000, 5];
const METRICS = ['bal_acc', 'precision'];

/** The rows of HPOBench's table `nn` at full fidelity: an array of configurations x seeds x metrics, in the order of the grid. */
const mlpTable: TableReader = {
  read: ({ data }) => {
    const file = data['runs'] as string;
    const { shape, type, values } = readNpy(readFileSync(file), file);
    if (type !== 'f8' || shape.join() !== [ROWS, SEEDS, METRICS.length].join()) {
      throw infrastructureError(`expected ${ROWS} x ${SEEDS} x 2 values of f8, found ${shape.join(' x ')} of ${type}`, {
        file,
      });
    }
    const metric = (index: number): Float64Array =>
      Float64Array.from({ length: ROWS * SEEDS }, (_, cell) => values[cell * METRICS.length + index] as number);
    return {
      rows: ROWS,
      levels: [[243], [1]],
      replicates: SEEDS,
      columns: Object.fromEntries(METRICS.map((name, index) => [name, metric(index)])),
    };
  },
};
export default mlpTable;
