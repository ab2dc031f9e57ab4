import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from '../../src/protocol/benchmark.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import type { BenchCase } from './bench-case.js';
import { driveRunOf } from './drive-run-of.js';
import { row } from './report.js';

const EVALUATIONS = 1000;
const SLICES = 25;
const OPTIMIZERS = ['hyperband', 'successive-halving', 'asha', 'async-hyperband'];

/** Milliseconds of a whole run with its log, from the making of the optimizer to the log on the disk. */
export const hyperbandRun: BenchCase = {
  name: 'hyperband-run',
  needsEngine: false,
  run: async (say) => {
    const place = mkdtempSync(join(tmpdir(), 'hport-bench-'));
    try {
      say(`${EVALUATIONS} evaluations, 4 workers, four parameters, JSONL log; ms a run, ${SLICES} runs`);
      for (const optimizer of OPTIMIZERS) await measure(optimizer, place, say);
    } finally {
      rmSync(place, { recursive: true });
    }
  },
};

async function measure(optimizer: string, place: string, say: (line: string) => void): Promise<void> {
  for (let warm = 0; warm < 10; warm++) await whole(optimizer, join(place, `${optimizer} warm ${warm}.jsonl`));
  const values: number[] = [];
  for (let slice = 0; slice < SLICES; slice++) {
    const began = performance.now();
    await whole(optimizer, join(place, `${optimizer} ${slice}.jsonl`));
    values.push(performance.now() - began);
  }
  say(row(optimizer, values, optimizer === 'hyperband' ? { atMost: 20 } : undefined));
}

async function whole(optimizer: string, file: string): Promise<void> {
  await driveRunOf({ descriptor, benchmark, evaluations: EVALUATIONS, optimizer, workers: 4, file });
}

const descriptor: Descriptor = {
  protocol: '1.0.0',
  family: 'line',
  version: '1.0.0',
  instance: 'bench',
  space: {
    parameters: ['a', 'b', 'c', 'd'].map((name) => ({ name, type: 'float', lower: 0, upper: 1 })),
  },
  fidelities: [{ name: 'epoch', type: 'integer', lower: 1, upper: 81, continuation: true, unit: 'epochs' }],
  metrics: { loss: { direction: 'minimize', role: 'objective' } },
  clock: 'recorded',
  level: 'synthetic',
  source: 'none',
  licence: 'CC0-1.0',
  golden: [],
};

const benchmark: Benchmark = {
  describe: () => descriptor,
  evaluate: ({ configuration, fidelity }) => {
    const epoch = fidelity['epoch'] as number;
    return { metrics: { loss: (configuration['a'] as number) + 1 / epoch }, cost: epoch };
  },
};
