import { analyse } from '../../src/analysis/analyse.js';
import { writeReport } from '../../src/report/write-report.js';

/** What the making of a report took. */
export interface Used {
  readonly seconds: number;
  /** Of all threads. */
  readonly cpu: number;
  /** MiB. */
  readonly peak: number;
}

// A process, started with the folder of a study.
const folder = process.argv[2] ?? '.';
const began = performance.now();
await writeReport(await analyse([folder]), `${folder}/report`);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const used: Used = {
  seconds: (performance.now() - began) / 1000,
  cpu: (userCPUTime + systemCPUTime) / 1e6,
  peak: maxRSS / 1024,
};
process.stdout.write(JSON.stringify(used));
