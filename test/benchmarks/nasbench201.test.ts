import { gunzipSync } from 'node:zlib';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import nasbench201 from '../../benchmarks/nasbench201/table.js';
import { createRng } from '../../src/core/rng.js';
import { readCsv, type Csv } from '../../src/data/csv.js';
import { familyCache } from '../../src/data/cache.js';
import { ensureData } from '../../src/data/ensure.js';
import { dataPaths } from '../../src/protocol/data-path.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { withoutMeanMetrics } from '../../src/protocol/mean-metrics.js';
import { meanColumns } from '../../src/runtimes/table/mean-replicates.js';
import { readManifest } from '../../src/runner/manifest.js';
import type { Table } from '../../src/runtimes/table/reader.js';
import { createSearchSpace } from '../../src/space/space.js';
import { mirror } from '../mirror.js';

const { descriptors, data } = await readManifest('benchmarks/nasbench201/benchmark.yaml', 'nasbench201');
const folder = mirror();
const DATASETS = ['cifar10', 'cifar100', 'ImageNet16-120'];

describe('the manifest of nasbench201', () => {
  it('has the 15,625 cells under the names of HPOBench, and two levels that do not continue', () => {
    for (const { space, fidelities } of Object.values(descriptors)) {
      expect(space.parameters.map(({ name }) => name)).toEqual(['1<-0', '2<-0', '2<-1', '3<-0', '3<-1', '3<-2']);
      const choices = space.parameters.map((parameter) => (parameter.type === 'categorical' ? parameter.choices : []));
      expect(new Set(choices.map(String))).toEqual(
        new Set(['none,skip_connect,nor_conv_1x1,nor_conv_3x3,avg_pool_3x3']),
      );
      expect(fidelities).toMatchObject([{ name: 'epoch', levels: [12, 200], continuation: false }]);
    }
  });

  it('has the published optima, and the devices where they were measured only', () => {
    const optima = DATASETS.map((name) => descriptors[name]?.metrics['test-accuracy']?.optimum?.toFixed(2));
    expect(optima).toEqual(['94.37', '73.51', '47.31']);
    const devices = Object.values(descriptors).map(({ metrics }) => Object.keys(metrics).length - 5);
    expect(devices).toEqual([0, 0, 0, 27]);
  });
});

describe.runIf(folder !== undefined)('the rows of nasbench201', () => {
  const tables = new Map<string, Table>();
  let runs: Csv;
  let paths: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    const cache = mkdtempSync(join(tmpdir(), 'hport-nasbench201-'));
    const files = data['cifar100-devices'] ?? [];
    await ensureData(files, { cache, mirror: folder as string });
    paths = dataPaths(descriptors['cifar100-devices'] as Descriptor, familyCache('nasbench201', cache));
    runs = readCsv(paths['runs'] as string);
    const csv = (path: string): Csv => (path === paths['runs'] ? runs : readCsv(path));
    for (const [instance, descriptor] of Object.entries(descriptors)) {
      const space = createSearchSpace(descriptor.space);
      const recorded = withoutMeanMetrics(descriptor);
      const source = { instance, descriptor: recorded, space, folder: 'benchmarks/nasbench201', data: paths, csv };
      tables.set(instance, await nasbench201.read(source));
    }
  });

  const odd = readCsv('benchmarks/nasbench201/odd-runs.csv');
  const tableOf = (instance: string): Table => tables.get(instance) as Table;
  const column = (instance: string, name: string): ArrayLike<number> => tableOf(instance).columns[name] as Float64Array;
  /** What was measured, run by run. */
  const runsAt = (level: number, dataset: string, row: number): readonly number[] => {
    const values = column(dataset, 'valid-accuracy');
    const found = [0, 1, 2].map((run) => values[(row * 2 + level) * 3 + run] as number);
    return found.filter((value) => !Number.isNaN(value));
  };
  const runsOf = (dataset: string, row: number): readonly number[] => runsAt(1, dataset, row);
  const rows = Array.from({ length: 15_625 }, (_, row) => row);

  it('stand at the place of their operations: digits of base 5 are the choices in order', () => {
    const ops = createSearchSpace((descriptors['cifar10'] as Descriptor).space).axes.map((axis) =>
      axis.type === 'categorical' ? axis.choices : [],
    );
    const [digitsOf, strings] = [runs.texts('ops'), runs.texts('arch_str')];
    const other = digitsOf.filter((digits, line) => {
      const [a, b, c, d, e, f] = Array.from(digits, (digit, edge) => ops[edge]?.[Number(digit)]);
      return strings[line] !== `|${a}~0|+|${b}~0|${c}~1|+|${d}~0|${e}~1|${f}~2|`;
    });
    expect(other).toEqual([]);
  });

  // NATS-Bench issue 36: runs of 204 cells were of another network, and the recorded mean is over the networks of all runs.
  it('have the parameters of the cell that they stand for, where 204 cells x 3 data sets are recorded with others', () => {
    const digitsOf = runs.texts('ops');
    for (const dataset of DATASETS) {
      const recorded = runs.numbers(`${dataset}_params_MB`);
      const own = digitsOf.map((digits) => column(dataset, 'params')[Number.parseInt(digits, 5)] as number);
      const differ = digitsOf.filter((_, line) => Math.abs((own[line] ?? NaN) - (recorded[line] ?? NaN)) > 1e-9);
      expect(differ.toSorted()).toEqual(odd.texts('ops'));
      const largest = Math.max(...own.map((value, line) => Math.abs((recorded[line] ?? NaN) / value - 1)));
      expect(largest).toBeGreaterThan(0.33);
    }
    // Architecture 296 of the archive has runs of 0.129306, 0.129306 and 0.101306 million parameters.
    expect(digitsOf[296]).toBe('142120');
    expect(column('cifar10', 'params')[Number.parseInt('142120', 5)]).toBe(0.129306);
  });

  it('leave out the 294 runs of another network, which are less accurate on average', () => {
    const differences = DATASETS.map((dataset) => {
      const accuracy = [0, 1, 2].map((run) => runs.numbers(`${dataset}_val_acc_200_r${run}`));
      const lineOf = new Map(runs.texts('ops').map((digits, line) => [digits, line]));
      const found = odd.texts('ops').flatMap((digits, at) => {
        const [line, left] = [lineOf.get(digits) as number, (odd.texts('runs')[at] ?? '').split(' ').map(Number)];
        const others = [0, 1, 2].map((run) => accuracy[run]?.[line] as number).filter((value) => !Number.isNaN(value));
        const kept = runsOf(dataset, Number.parseInt(digits, 5));
        expect(kept).toHaveLength(others.length - left.length);
        return left.length === 1 && others.length === 3
          ? [(accuracy[left[0] as number]?.[line] as number) - mean(kept)]
          : [];
      });
      expect(found).toHaveLength(109);
      return mean(found).toFixed(2);
    });
    expect(differences).toEqual(['-0.37', '-0.54', '-0.88']);
  });

  it('have up to 3 runs of a cell at 200 epochs, at least one of them its own, and one number at 12', () => {
    for (const dataset of DATASETS) {
      const counts = rows.map((row) => runsOf(dataset, row).length);
      expect([1, 2, 3].map((count) => counts.filter((found) => found === count).length)).toEqual([95, 7560, 7970]);
      const low = rows.map((row) => new Set(runsAt(0, dataset, row)).size);
      expect(new Set(low)).toEqual(new Set([1]));
    }
  });

  it('have the published best mean test accuracies, and the manifest their optima', () => {
    for (const dataset of DATASETS) {
      const test = rows.map((row) => column(dataset, 'test-accuracy')[row * 2 + 1] as number);
      const { metrics } = descriptors[dataset] as Descriptor;
      expect(Math.max(...test)).toBe(metrics['test-accuracy']?.optimum);
      const means = meanColumns(tableOf(dataset), descriptors[dataset] as Descriptor)['mean_valid-accuracy'] ?? [];
      expect(Math.max(...rows.map((row) => means[row * 2 + 1] as number))).toBe(
        metrics['mean_valid-accuracy']?.optimum,
      );
      const single = rows.map((row) => Math.max(...runsOf(dataset, row)));
      expect(Math.max(...single)).toBe(metrics['valid-accuracy']?.optimum);
    }
  });

  // HPOBench, docstring of nasbench_201.py: the best means of the validation accuracy over the runs.
  it('have the best mean validation accuracies that HPOBench reports', () => {
    const best = DATASETS.map((dataset) => Math.max(...rows.map((row) => mean(runsOf(dataset, row)))));
    expect(best[0]).toBeCloseTo(91.60666665039064, 8);
    expect(best[1]).toBeCloseTo(73.4933333577474, 5);
    expect(best[2]).toBeCloseTo(46.73333327229818, 5);
  });

  it('rank cells at 12 epochs much as at 200: Spearman 0.82', () => {
    const correlations = DATASETS.map((dataset) => {
      const low = rows.map((row) => runsAt(0, dataset, row)[0] as number);
      const high = rows.map((row) => mean(runsOf(dataset, row)));
      return spearman(low, high).toFixed(3);
    });
    expect(correlations).toEqual(['0.823', '0.823', '0.825']);
  });

  // The numbers were computed on other extracts of the same archive (500 runs, mean validation accuracy, replacement allowed).
  it('give random search the test accuracies that it is known to reach', () => {
    const valid = rows.map((row) => mean(runsOf('cifar10', row)));
    const test = rows.map((row) => column('cifar10', 'test-accuracy')[row * 2 + 1] as number);
    const reached = [50, 100, 150, 300].map((queries) =>
      mean(
        Array.from({ length: 500 }, (_, run) => {
          const rng = createRng('random search', queries, run);
          const asked = Array.from({ length: queries }, () => rng.integer(rows.length));
          return test[asked.reduce((a, b) => ((valid[a] as number) >= (valid[b] as number) ? a : b))] as number;
        }),
      ),
    );
    // The standard errors are 0.016 and less.
    [93.6, 93.78, 93.86, 93.97].forEach((known, at) => {
      expect(Math.abs((reached[at] as number) - known)).toBeLessThan(0.05);
    });
  });

  it('cost what the official records say, for all data sets and levels', () => {
    const official = officialRecords();
    expect(official).toHaveLength(3);
    for (const { row, records } of official) {
      for (const { dataset, epochs, seconds } of records) {
        const cost = tableOf(dataset).cost?.[row * 2 + (epochs === 12 ? 0 : 1)] as number;
        expect(Math.abs(cost / seconds - 1)).toBeLessThan(1e-8);
      }
    }
  });

  it('have the accuracies of the official records, run by run', () => {
    for (const { row, records } of officialRecords()) {
      for (const { dataset, epochs, seeds, valid, test } of records) {
        if (epochs === 200) {
          const expected = [777, 888, 999].map((seed) => valid[seeds.indexOf(seed)] as number);
          runsOf(dataset, row).forEach((value, run) => expect(value).toBeCloseTo(expected[run] as number, 7));
        } else {
          expect(runsAt(0, dataset, row)[0]).toBeCloseTo(mean(valid), 7);
        }
        expect(column(dataset, 'test-accuracy')[row * 2 + (epochs === 12 ? 0 : 1)]).toBeCloseTo(mean(test), 7);
      }
    }
  });

  it('have latencies of the 27 devices; the tiny ones are all of cells that are connected to nothing', () => {
    const { metrics } = descriptors['cifar100-devices'] as Descriptor;
    for (const [name, { lower, upper }] of Object.entries(metrics)) {
      if (!name.startsWith('latency_')) continue;
      const values = rows.map((row) => column('cifar100-devices', name)[row] as number);
      expect([Math.min(...values), Math.max(...values)]).toEqual([lower, upper]);
    }
    for (const [device, count] of [
      ['pixel3', 202],
      ['raspi4', 157],
    ] as const) {
      const tiny = rows.filter((row) => (column('cifar100-devices', `latency_${device}`)[row] as number) < 0.1);
      expect(tiny).toHaveLength(count);
      expect(tiny.filter(isConnected)).toEqual([]);
    }
    expect(rows.filter((row) => !isConnected(row))).toHaveLength(341);
  });

  interface OfficialRecord {
    readonly dataset: string;
    readonly epochs: number;
    readonly seeds: readonly number[];
    readonly seconds: number;
    readonly valid: readonly number[];
    readonly test: readonly number[];
  }

  /** The complete official records of three cells, as far as this family has their numbers. */
  function officialRecords(): readonly { readonly row: number; readonly records: readonly OfficialRecord[] }[] {
    const text = gunzipSync(readFileSync(join(folder as string, 'nasbench201/nats_bench_6_archs_full_curves.json.gz')));
    const all = JSON.parse(text.toString()) as Readonly<Record<string, Readonly<Record<string, OfficialRun>>>>;
    return Object.entries(all)
      .filter(([name]) => name.includes('-tss-'))
      .map(([name, byEpochs]) => {
        const line = Number(name.split('/')[1]);
        const row = Number.parseInt(runs.texts('ops')[line] ?? '', 5);
        const records = ['12', '200'].flatMap((epochs) => recordsOf(byEpochs[epochs] as OfficialRun, Number(epochs)));
        return { row, records };
      });
  }
});

interface OfficialRun {
  readonly results: readonly {
    readonly dataset: string;
    readonly seed: number;
    readonly train_times: Readonly<Record<string, number>>;
    readonly eval_acc1es: Readonly<Record<string, number>>;
  }[];
}

/** CIFAR-10 is searched on the networks trained on half of its images, and tested on those trained on all. */
function recordsOf({ results }: OfficialRun, epochs: number) {
  const last = epochs - 1;
  return DATASETS.map((dataset) => {
    const searched = results.filter((result) => result.dataset === (dataset === 'cifar10' ? 'cifar10-valid' : dataset));
    const tested = results.filter((result) => result.dataset === dataset);
    const split = dataset === 'cifar10' ? 'ori-test' : 'x-test';
    return {
      ...{ dataset, epochs, seeds: searched.map(({ seed }) => seed) },
      seconds: Object.values(searched[0]?.train_times ?? {}).reduce((sum, seconds) => sum + seconds, 0),
      valid: searched.map(({ eval_acc1es }) => eval_acc1es[`x-valid@${last}`] as number),
      test: tested.map(({ eval_acc1es }) => eval_acc1es[`${split}@${last}`] as number),
    };
  });
}

const EDGES = [
  [0, 1],
  [0, 2],
  [1, 2],
  [0, 3],
  [1, 3],
  [2, 3],
] as const;

/** Whether anything leads from the input of a cell to its output. */
function isConnected(row: number): boolean {
  const digits = row.toString(5).padStart(6, '0');
  const reached = new Set([0]);
  EDGES.forEach(([from, to], edge) => {
    if (digits[edge] !== '0' && reached.has(from)) reached.add(to);
  });
  return reached.has(3);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length - 1) / 2;
  const product = (u: readonly number[], v: readonly number[]): number =>
    u.reduce((sum, value, i) => sum + (value - middle) * ((v[i] as number) - middle), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

/** From 0; the mean rank among equals. */
function ranks(values: readonly number[]): readonly number[] {
  const order = [...values.keys()].sort((i, j) => (values[i] as number) - (values[j] as number));
  const found = new Array<number>(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    for (let at = from; at < to; at++) found[order[at] as number] = (from + to - 1) / 2;
  }
  return found;
}
