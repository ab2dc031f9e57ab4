import { parentPort, workerData } from 'node:worker_threads';
import { loadValidation } from './registry.js';

/** One run, as a thread of `runSeries` is asked for it. */
export interface Unit {
  readonly series: string;
  readonly seed: number;
}

const validation = loadValidation(workerData as string);

parentPort?.on('message', ({ series, seed }: Unit) => {
  void validation.then(({ run }) => run(series, seed)).then((values) => parentPort?.postMessage(values));
});
