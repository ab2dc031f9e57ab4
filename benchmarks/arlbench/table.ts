import type { Csv } from '../../src/data/csv.js';
import csvTable from '../../src/runtimes/table/csv-table.js';
import type { TableReader } from '../../src/runtimes/table/reader.js';

/** ARLBench's tables, which are CSVs with a line a cell, and less than plain in three ways. */
const arlbench: TableReader = {
  read: (source) => csvTable.read({ ...source, csv: (path) => plain(source.csv(path)) }),
};
export default arlbench;

/** Of the names of hyperparameters. */
const PREFIX = 'hp_config.';

/**
 * The same lines, where a hyperparameter has its name only, a run has the hyperparameters of its first line (others have them in
 * another rounding), and a line without a return is one that failed.
 */
function plain(csv: Csv): Csv {
  const firsts = firstLines(csv.texts('run_id'));
  return {
    ...csv,
    header: [...csv.header.map((name) => name.replace(PREFIX, '')), 'failed'],
    texts: (column) => {
      if (column === 'failed') return csv.texts('performance').map((text) => String(text === ''));
      if (!csv.header.includes(PREFIX + column)) return csv.texts(column);
      const values = csv.texts(PREFIX + column);
      return firsts.map((line) => values[line] as string);
    },
  };
}

/** The first line of its run, by line. */
function firstLines(runs: readonly string[]): readonly number[] {
  const firsts = new Map<string, number>();
  return runs.map((run, line) => {
    const first = firsts.get(run) ?? line;
    firsts.set(run, first);
    return first;
  });
}
