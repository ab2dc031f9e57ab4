import { compileSchema } from '../../src/core/schema.js';
import { readJsonFile } from '../../src/data/json-file.js';
import type { TableReader } from '../../src/runtimes/table/reader.js';

const CHAINS = 3 ** 8;
const RUNS = 3;

/**
 * NAS-Bench-Macro, an object with a key a chain. A chain's row is its eight blocks read as a number of base 3, which is what
 * `find: grid` expects: the digits 0 to 2 are the choices in the manifest's order, and layers stand in the order of the parameters.
 */
const nasBenchMacro: TableReader = {
  read: ({ data }) => {
    const accuracies = new Float64Array(CHAINS * RUNS).fill(NaN);
    const params = new Float64Array(CHAINS).fill(NaN);
    const flops = new Float64Array(CHAINS).fill(NaN);
    for (const [blocks, chain] of Object.entries(readChains(data['chains'] as string))) {
      const row = Number.parseInt(blocks, 3);
      accuracies.set(chain.test_acc, row * RUNS);
      params[row] = chain.params;
      flops[row] = chain.flops;
    }
    return { rows: CHAINS, levels: [], replicates: RUNS, columns: { test_acc: accuracies, params, flops } };
  },
};
export default nasBenchMacro;

/** What is read of a chain; its file also has the mean and the standard deviation of the accuracies. */
interface Chain {
  /** Percent, a number a training. */
  readonly test_acc: readonly number[];
  readonly params: number;
  readonly flops: number;
}

const CHAINS_SCHEMA = compileSchema({
  type: 'object',
  patternProperties: {
    '^[012]{8}$': {
      type: 'object',
      required: ['test_acc', 'params', 'flops'],
      properties: {
        test_acc: { type: 'array', items: { type: 'number' }, minItems: RUNS, maxItems: RUNS },
        params: { type: 'number' },
        flops: { type: 'number' },
      },
    },
  },
  additionalProperties: false,
});

function readChains(file: string): Readonly<Record<string, Chain>> {
  return readJsonFile(file, CHAINS_SCHEMA) as Readonly<Record<string, Chain>>;
}
