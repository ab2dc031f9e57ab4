import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Configuration, JsonObject } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import type { Ask, OptimizerDefinition, Problem } from '../../src/optimizers/optimizer.js';
import { createSearchSpace } from '../../src/space/space.js';
import { create } from './create.js';

/** All 15,625 cells of NAS-Bench-201 on CIFAR-10 after 200 epochs, in percent. */
export interface NasBench201 {
  /** By the cell: validation accuracy with half of the training data, mean of the two or three runs. */
  readonly validation: Float64Array;
  /** Test accuracy with all training data, mean of the runs. */
  readonly test: Float64Array;
}

const OPERATIONS = ['none', 'skip_connect', 'nor_conv_1x1', 'nor_conv_3x3', 'avg_pool_3x3'];
const EDGES = 6;

/** @param folder - the mirror of data */
export function readNasBench201(folder: string): NasBench201 {
  const bytes = readFileSync(join(folder, 'nasbench201/nasbench201_12_200.csv.gz'));
  const [header, ...rows] = gunzipSync(bytes).toString('utf8').trim().split('\n');
  const names = (header ?? '').split(',');
  const runs = [0, 1, 2].map((run) => names.indexOf(`cifar10_val_acc_200_r${run}`));
  const [cell, mean] = [names.indexOf('arch_str'), names.indexOf('cifar10_test_acc_200_mean')];
  const table = {
    validation: new Float64Array(OPERATIONS.length ** EDGES),
    test: new Float64Array(OPERATIONS.length ** EDGES),
  };
  for (const row of rows) {
    const fields = row.split(',');
    const index = (fields[cell] ?? '').match(/\w+(?=~)/g)?.reduce((sum, word) => 5 * sum + OPERATIONS.indexOf(word), 0);
    const values = runs.map((run) => fields[run] ?? '').filter((text) => text !== '');
    table.validation[index ?? NaN] = values.reduce((sum, text) => sum + Number(text), 0) / values.length;
    table.test[index ?? NaN] = Number(fields[mean]);
  }
  return table;
}

const problem: Problem = {
  space: createSearchSpace({
    parameters: Array.from({ length: EDGES }, (_, edge) => ({
      name: `edge_${edge}`,
      type: 'categorical' as const,
      choices: OPERATIONS,
    })),
  }),
  fidelities: createFidelitySpace([]),
  objectives: [{ name: 'error' }],
  features: [],
  constraints: [],
  budget: { evaluations: 300 },
  workers: 1,
};

/** How many evaluations have been made where the incumbent is looked at. */
export const QUERIES: readonly number[] = [50, 100, 150, 300];

/** Test accuracy of the incumbent, which has the best validation accuracy, at each of `QUERIES`. */
export function incumbentTest(
  { validation, test }: NasBench201,
  definition: OptimizerDefinition,
  options: JsonObject,
  seed: number,
): number[] {
  const optimizer = create(definition, problem, options, `nasbench201 ${seed}`);
  const curve: number[] = [];
  let [best, incumbent] = [0, 0];
  for (let evaluation = 0; curve.length < QUERIES.length; evaluation++) {
    if (evaluation === QUERIES[curve.length]) curve.push(incumbent);
    const { suggestion } = optimizer.ask({ spent: 0, free: 1 }) as Extract<Ask, { kind: 'suggest' }>;
    const index = indexOf(suggestion.configuration);
    const accuracy = validation[index] as number;
    if (accuracy > best) [best, incumbent] = [accuracy, test[index] as number];
    const outcome = { status: 'completed', cost: 1, metrics: { error: 100 - accuracy } } as const;
    void optimizer.tell({ evaluation, suggestion, outcome, objectives: [100 - accuracy] });
  }
  return curve;
}

function indexOf(configuration: Configuration): number {
  let index = 0;
  for (let edge = 0; edge < EDGES; edge++)
    index = 5 * index + OPERATIONS.indexOf(configuration[`edge_${edge}`] as string);
  return index;
}

/** Means of 500 runs at each of `QUERIES`, percent (specs/nas-systems.md, section 1b). */
export const PUBLISHED: readonly {
  readonly optimizer: string;
  readonly options: JsonObject;
  readonly accuracy: readonly number[];
}[] = [
  { optimizer: 'random-search', options: {}, accuracy: [93.6, 93.78, 93.86, 93.97] },
  {
    optimizer: 'aging-evolution',
    options: { populationSize: 10, sampleSize: 3 },
    accuracy: [93.79, 94.08, 94.2, 94.3],
  },
  {
    optimizer: 'aging-evolution',
    options: { populationSize: 20, sampleSize: 5 },
    accuracy: [93.86, 94.14, 94.25, 94.35],
  },
  { optimizer: 'local-search', options: { acceptance: 'best' }, accuracy: [93.54, 94.03, 94.18, 94.33] },
];
