import { npyColumns } from '../../src/runtimes/table/npy-columns.js';
import type { Column, TableReader } from '../../src/runtimes/table/reader.js';

const SHAPE = { rows: 62_208, replicates: 4, metrics: ['valid_mse', 'runtime'] };

/** The four runs of each configuration after 100 epochs, in the order of the grid; a run costs its runtime. */
const fcnet: TableReader = {
  read: ({ data }) => {
    const columns = npyColumns(data['runs'] as string, SHAPE);
    return { ...SHAPE, levels: [[100]], columns, cost: columns['runtime'] as Column };
  },
};
export default fcnet;
