import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '../../src/core/rng.js';
import type { Benchmark, EvaluateParams } from '../../src/protocol/benchmark.js';
import { PROTOCOL_VERSION, type Descriptor } from '../../src/protocol/descriptor.js';
import { objectiveBenchmark } from '../../src/protocol/objective.js';
import { loadObjective } from '../../src/runtimes/registry.js';
import { createSearchSpace } from '../../src/space/space.js';
import type { BenchCase } from './bench-case.js';
import { driveRunOf } from './drive-run-of.js';
import { row } from './report.js';
import { takeTurns } from './turns.js';

const SLICES = 9;
const LOOK_UPS = 200_000;
const CHOICES = ['none', 'skip_connect', 'nor_conv_1x1', 'nor_conv_3x3', 'avg_pool_3x3'];
const CELLS = CHOICES.length ** 6;

/**
 * The table runtime on a table of the shape of NAS-Bench-201: 15,625 configurations of 6 categoricals x 2 levels x 3 replicates,
 * 4 metrics. Start (a CSV of 93,750 lines, read), look-ups alone, and the whole run loop around them with its log.
 */
export const tableLookUps: BenchCase = {
  name: 'table',
  needsEngine: false,
  run: async (say) => {
    const place = mkdtempSync(join(tmpdir(), 'hport-bench-'));
    try {
      writeFileSync(join(place, 'rows.csv'), csvText());
      await measure(place, say);
    } finally {
      rmSync(place, { recursive: true });
    }
  },
};

interface Rates {
  readonly rate: readonly number[];
}

async function measure(place: string, say: (line: string) => void): Promise<void> {
  const grid = await started(place, 'grid');
  const exact = await started(place, 'exact');
  let files = 0;
  const loop = async (): Promise<{ readonly rate: number }> => {
    const options = { descriptor: descriptorOf('grid'), benchmark: grid.benchmark, evaluations: LOOK_UPS };
    return { rate: LOOK_UPS / (await driveRunOf({ ...options, file: join(place, `${files++}.jsonl`) })) };
  };
  await loop();
  const sides = [lookingUp(grid.benchmark), lookingUp(exact.benchmark), loop];
  const [byGrid, byHash, whole] = (await takeTurns(SLICES, sides)) as [Rates, Rates, Rates];
  say(`Table of ${CELLS} x 2 levels x 3 replicates, 4 metrics: evaluations/s, ${SLICES} slices in turn`);
  say(`  start: ${grid.seconds.toFixed(2)} s for a CSV of ${CELLS * 6} lines, the first read`);
  say(row('look-up, grid', byGrid.rate));
  say(row('look-up, exact', byHash.rate));
  say(row('Hyperband, 8 workers, JSONL log', whole.rate, { atLeast: 200_000 }));
}

interface Started {
  readonly benchmark: Benchmark;
  /** Until the first answer. */
  readonly seconds: number;
}

async function started(folder: string, find: 'grid' | 'exact'): Promise<Started> {
  const descriptors = { bench: descriptorOf(find) };
  const began = performance.now();
  const objective = await loadObjective('table', { folder, code: folder, descriptors });
  const benchmark = objectiveBenchmark(objective, descriptors, { trusted: true });
  await benchmark.evaluate(questions(1)[0] as EvaluateParams);
  return { benchmark, seconds: (performance.now() - began) / 1000 };
}

function lookingUp(benchmark: Benchmark): () => Promise<{ readonly rate: number }> {
  const asked = questions(1000);
  return () => {
    const began = performance.now();
    for (let i = 0; i < LOOK_UPS; i++) void benchmark.evaluate(asked[i % asked.length] as EvaluateParams);
    return Promise.resolve({ rate: (LOOK_UPS / (performance.now() - began)) * 1000 });
  };
}

function questions(count: number): readonly EvaluateParams[] {
  const space = createSearchSpace(descriptorOf('grid').space);
  const rng = createRng('bench', 'table');
  return Array.from({ length: count }, (_, seed) => ({
    ...{ instance: 'bench', configuration: space.sample(rng), seed },
    fidelity: { epoch: seed % 2 === 0 ? 12 : 200 },
  }));
}

function csvText(): string {
  const header = '1<-0,2<-0,2<-1,3<-0,3<-1,3<-2,epoch,replicate,valid,test,params,latency,cost\n';
  const rng = createRng('bench', 'rows');
  const lines = Array.from({ length: CELLS }, (_, cell) => {
    const digits = Array.from(cell.toString(5).padStart(6, '0'), (digit) => CHOICES[Number(digit)]).join(',');
    return [12, 200]
      .flatMap((epoch) =>
        [0, 1, 2].map((run) => `${digits},${epoch},${run},${rng.float()},${rng.float()},0.8,0.02,${epoch * 7.2}\n`),
      )
      .join('');
  });
  return header + lines.join('');
}

function descriptorOf(find: 'grid' | 'exact'): Descriptor {
  const edges = ['1<-0', '2<-0', '2<-1', '3<-0', '3<-1', '3<-2'];
  return {
    protocol: PROTOCOL_VERSION,
    family: 'table',
    version: '1.0.0',
    instance: 'bench',
    space: { parameters: edges.map((name) => ({ name, type: 'categorical', choices: CHOICES })) },
    fidelities: [
      { name: 'epoch', type: 'integer', lower: 12, upper: 200, levels: [12, 200], continuation: false, unit: 'epochs' },
    ],
    metrics: {
      valid: { direction: 'maximize', role: 'objective' },
      test: { direction: 'maximize', role: 'test' },
      params: { direction: 'minimize', role: 'feature' },
      latency: { direction: 'minimize', role: 'feature' },
    },
    clock: 'recorded',
    level: 'synthetic',
    source: 'none',
    licence: 'CC0-1.0',
    golden: [],
    table: { file: 'rows.csv', find },
  };
}
