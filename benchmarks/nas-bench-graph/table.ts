import type { Descriptor } from '../../src/protocol/descriptor.js';
import type { TableReader } from '../../src/runtimes/table/reader.js';
import { graphKey, type Architecture } from './graph-key.js';

/** The digits of the source's hashes: first the inputs of the nodes, then four operations. */
const INPUTS = [
  [0, 0, 0, 0],
  [0, 0, 0, 1],
  [0, 0, 1, 1],
  [0, 0, 1, 2],
  [0, 0, 1, 3],
  [0, 1, 1, 1],
  [0, 1, 1, 2],
  [0, 1, 2, 2],
  [0, 1, 2, 3],
];
const OPERATIONS = ['gat', 'gcn', 'gin', 'cheb', 'sage', 'arma', 'graph', 'fc', 'skip'];
const NODES = 4;

/** The column of each metric. */
const COLUMNS = { valid_perf: 'valid_perf', perf: 'test_perf', latency: 'latency_s', para: 'params_M' };

/**
 * NAS-Bench-Graph, a line a trained network. A configuration's row is its place in the grid; it has the numbers of the network that
 * computes the same, and NaN where none does.
 */
const nasBenchGraph: TableReader = {
  read: (source) => {
    const networks = source.csv(source.data['networks'] as string);
    const lineOf = new Map<string, number>();
    networks.numbers('arch_hash').forEach((hash, line) => lineOf.set(graphKey(architectureOf(hash)), line));
    const lines = architectures(source.descriptor).map((architecture) => lineOf.get(graphKey(architecture)) ?? -1);
    const inRows = (column: string): Float64Array => {
      const values = networks.numbers(column);
      return Float64Array.from(lines, (line) => values[line] ?? NaN);
    };
    return {
      rows: lines.length,
      levels: [],
      replicates: 1,
      columns: Object.fromEntries(Object.entries(COLUMNS).map(([name, column]) => [name, inRows(column)])),
    };
  },
};
export default nasBenchGraph;

function architectureOf(hash: number): Architecture {
  const [inputs, ...operations] = Array.from(String(hash).padStart(NODES + 1, '0'), Number);
  return {
    inputs: INPUTS[inputs as number] as readonly number[],
    operations: operations.map((digit) => OPERATIONS[digit] as string),
  };
}

/** All of a space, in the order of `find: grid`. */
function architectures({ space }: Descriptor): readonly Architecture[] {
  const [, first] = space.parameters;
  const choices = first?.type === 'categorical' ? first.choices.map(String) : [];
  let operations: readonly (readonly string[])[] = [[]];
  for (let node = 0; node < NODES; node++) {
    operations = operations.flatMap((before) => choices.map((choice) => [...before, choice]));
  }
  return INPUTS.flatMap((inputs) => operations.map((each) => ({ inputs, operations: each })));
}
