import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Unit } from './run-unit.js';
import { kept, type Sample } from './sample.js';
import type { Validation } from './validation.js';

export interface RunSeries {
  readonly name: string;
  readonly seeds: number;
  /** Told after each run. */
  readonly onRun: (done: number, all: number) => void;
}

/** All runs of a validation, by as many threads as there are processors. Which of them runs what changes nothing. */
export async function runSeries(validation: Validation, { name, seeds, onRun }: RunSeries): Promise<Sample> {
  const { series, columns } = validation;
  const rows = new Map(series.map((each) => [each, new Array<readonly number[]>(seeds)] as const));
  // A seed of all series after the other: then the time that is left can be told from the time that has gone.
  const units = Array.from({ length: seeds }, (_, seed) => series.map((each) => ({ series: each, seed }))).flat();
  let [next, done] = [0, 0];
  const serve = async (): Promise<void> => {
    const worker = new Worker(new URL('run-unit.js', import.meta.url), { workerData: name });
    try {
      for (let unit = units[next++]; unit !== undefined; unit = units[next++]) {
        const values = await ask(worker, unit);
        (rows.get(unit.series) as (readonly number[])[])[unit.seed] = values.map(kept);
        onRun(++done, units.length);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), units.length) }, serve));
  return { columns, rows };
}

async function ask(worker: Worker, unit: Unit): Promise<readonly number[]> {
  worker.postMessage(unit);
  const [values] = (await once(worker, 'message')) as [readonly number[]];
  return values;
}
