import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchCase } from './bench-case.js';
import { row } from './report.js';
import type { Used } from './whole-report-process.js';
import { writeSyntheticStudy } from './synthetic-study.js';

const SIZE = { optimizers: 13, benchmarks: 20, seeds: 30, evaluations: 500 };

/** `hport report` of a study of 3.9 million evaluations, in a process of its own: its time, and the most memory that it held. */
export const wholeReport: BenchCase = {
  name: 'report',
  needsEngine: false,
  run: (say) => {
    const { optimizers, benchmarks, seeds, evaluations } = SIZE;
    const place = mkdtempSync(join(tmpdir(), 'hport-bench-'));
    try {
      writeSyntheticStudy(place, SIZE);
      say(
        `report of ${optimizers} optimizers x ${benchmarks} benchmarks x ${seeds} seeds x ${evaluations} evaluations`,
      );
      const program = fileURLToPath(new URL('whole-report-process.js', import.meta.url));
      const used = JSON.parse(execFileSync(process.execPath, [program, place], { encoding: 'utf8' })) as Used;
      say(row('seconds', [used.seconds], { atMost: 60 }));
      say(row('peak memory, MiB', [used.peak], { atMost: 2048 }));
      say(row('CPU seconds of all threads', [used.cpu]));
      say(row('page, MB', [statSync(join(place, 'report', 'report.html')).size / 1e6]));
    } finally {
      rmSync(place, { recursive: true });
    }
    return Promise.resolve();
  },
};
