import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration, Fidelity } from '../../src/core/types.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import type { BenchCase } from './bench-case.js';
import { driveRunOf } from './drive-run-of.js';
import { row } from './report.js';
import { takeTurns } from './turns.js';

const ROWS = 100_000;
const LEVELS = [1, 3, 9, 27];
const SLICES = 9;

/** Hyperband on a table of 1e5 configurations x 4 fidelities with 8 simulated workers: evaluations per second of one thread. */
export const runLoop: BenchCase = {
  name: 'run-loop',
  needsEngine: false,
  run: async (say) => {
    const place = mkdtempSync(join(tmpdir(), 'hport-bench-'));
    try {
      await measureRates(place, say);
    } finally {
      rmSync(place, { recursive: true });
    }
    say(`  heap after 1e5 and after 1e6 evaluations, MiB: ${(await heapAfter([100_000, 1_000_000])).join(', ')}`);
  },
};

async function measureRates(place: string, say: (line: string) => void): Promise<void> {
  let files = 0;
  await drive(200_000);
  const [bare, logged] = (await takeTurns(SLICES, [
    async () => ({ rate: 500_000 / (await drive(500_000)) }),
    async () => ({ rate: 200_000 / (await drive(200_000, join(place, `${files++}.jsonl`))) }),
  ])) as [{ readonly rate: readonly number[] }, { readonly rate: readonly number[] }];
  say(`Hyperband, table of ${ROWS} x ${LEVELS.length}, 8 workers: evaluations/s, ${SLICES} slices in turn`);
  say(row('no log', bare.rate, { atLeast: 1_000_000 }));
  say(row('JSONL log', logged.rate, { atLeast: 200_000 }));
}

/** Seconds for a run of so many evaluations. */
function drive(evaluations: number, file?: string): Promise<number> {
  const benchmark = { describe: () => descriptor, evaluate: lookUp };
  return driveRunOf({ descriptor, benchmark, evaluations, ...(file !== undefined && { file }) });
}

async function heapAfter(counts: readonly number[]): Promise<readonly string[]> {
  const sizes: string[] = [];
  for (const evaluations of counts) {
    await drive(evaluations);
    (globalThis as { gc?: () => void }).gc?.();
    sizes.push((process.memoryUsage().heapUsed / 1024 ** 2).toFixed(1));
  }
  return sizes;
}

const descriptor: Descriptor = {
  protocol: '1.0.0',
  family: 'table',
  version: '1.0.0',
  instance: 'bench',
  space: { parameters: [{ name: 'row', type: 'integer', lower: 0, upper: ROWS - 1 }] },
  fidelities: [{ name: 'epoch', type: 'integer', lower: 1, upper: 27, continuation: false, unit: 'epochs' }],
  metrics: { loss: { direction: 'minimize', role: 'objective' } },
  clock: 'recorded',
  level: 'synthetic',
  source: 'none',
  licence: 'CC0-1.0',
  golden: [],
};

const table = Float64Array.from({ length: ROWS * LEVELS.length }, (_, index) => ((index * 2654435761) % 1e6) / 1e6);

function lookUp({ configuration, fidelity }: { configuration: Configuration; fidelity: Fidelity }): {
  metrics: { loss: number };
  cost: number;
} {
  const epoch = fidelity['epoch'] as number;
  const level = LEVELS.indexOf(epoch);
  return { metrics: { loss: table[(configuration['row'] as number) * LEVELS.length + level] as number }, cost: epoch };
}
