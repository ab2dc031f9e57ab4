import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { benchmarkOf } from '../../analysis/read-runs.js';
import { createRunReader, type RunReader } from '../../analysis/run-progress.js';
import type { Study } from '../../analysis/studies.js';
import { formatSuiteError, SuiteError } from '../../core/errors.js';
import { runFile } from '../../log/study.js';
import { fileMark, type FileMark } from './file-mark.js';
import type { BegunRun } from './progress.js';

/** Follows the logs of one study. */
export interface RunsFollower {
  poll(): Promise<void>;
  /** In the order of the plan. */
  begun(): BegunRun[];
  /** Logs that are damaged, with file and line. */
  troubles(): string[];
}

export function followRuns(study: Study): RunsFollower {
  const { folder, file, labels } = study;
  const logs = file.runs.map((run) => createLog(study, runFile(folder, run)));
  const runs = dirname(runFile(folder, ''));
  return {
    async poll() {
      // One look at the folder for all runs that have not begun.
      const there = new Set(existsSync(runs) ? readdirSync(runs) : []);
      for (const log of logs) if (there.has(log.name)) await log.poll();
    },
    begun: () =>
      logs.flatMap(({ progress }): BegunRun[] => {
        const of = progress();
        if (of.header === undefined) return [];
        const { benchmark, optimizer } = of.header;
        const label = labels.get(optimizer.label) ?? optimizer.label;
        return [{ benchmark: `${benchmark.family}.${benchmark.instance}`, optimizer: label, progress: of }];
      }),
    troubles: () => logs.flatMap(({ trouble }) => trouble() ?? []),
  };
}

interface Log {
  readonly name: string;
  readonly progress: () => RunReader['progress'];
  readonly trouble: () => string | undefined;
  poll(): Promise<void>;
}

function createLog({ file: study }: Study, file: string): Log {
  const open = (): RunReader => createRunReader(file, (header) => benchmarkOf(study, header, file));
  let reader = open();
  let mark: FileMark | undefined;
  let trouble: string | undefined;
  const read = async (): Promise<string | undefined> => {
    try {
      await reader.readOn();
      return undefined;
    } catch (error) {
      if (!(error instanceof SuiteError)) throw error;
      return formatSuiteError(error);
    }
  };
  return {
    name: basename(file),
    progress: () => reader.progress,
    trouble: () => trouble,
    async poll() {
      if (reader.progress.ended) return;
      const now = fileMark(file);
      if (now === undefined || now.text === mark?.text) return;
      // Who resumes a run cuts its log off before going on.
      const cut = now.size < (mark?.size ?? 0);
      if (cut) reader = open();
      const isNew = mark === undefined || cut;
      mark = now;
      trouble = await read();
      if (trouble === undefined || isNew) return;
      // It may have been cut off and have grown again since: then it is sound from the beginning.
      reader = open();
      trouble = await read();
    },
  };
}
