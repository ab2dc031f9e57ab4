import { npyColumns } from '../../src/runtimes/table/npy-columns.js';
import type { TableReader } from '../../src/runtimes/table/reader.js';

const SHAPE = { rows: 30_000, replicates: 5, metrics: ['bal_acc', 'precision'] };

/** The rows of HPOBench's table `nn` at full fidelity, in the order of the grid; no times were recorded. */
const mlpTable: TableReader = {
  read: ({ data }) => ({ ...SHAPE, levels: [[243], [1]], columns: npyColumns(data['runs'] as string, SHAPE) }),
};
export default mlpTable;
