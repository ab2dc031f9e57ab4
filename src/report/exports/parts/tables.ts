import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../../core/errors.js';
import { readJsonl } from '../../../log/read.js';
import type { StudyFile } from '../../../log/study.js';
import type { Exported } from '../export.js';
import { openDuckdb, sqlText, type Duckdb } from './duckdb.js';
import { evaluationTable } from './evaluation-table.js';
import { metricTable, runTable } from './study-tables.js';
import { notesOnMissing, runsByBenchmark, type BenchmarkRuns, type LoggedRun } from './runs.js';

export interface TableFormat {
  /** Where the tables go: a folder that is there and empty. */
  readonly into: string;
  readonly extension: string;
  /** What COPY is told in its brackets. */
  readonly copy: string;
}

/**
 * Three kinds of tables: `runs`, a row a run of the plan; `metrics`, a row a metric, with its direction and role; and for each
 * benchmark `evaluations/<family>.<instance>`, a row an evaluation. Values are as the benchmark gave them, in its own sign. DuckDB
 * reads the logs itself and holds at most 1 GB of them in memory.
 */
export async function writeTables(study: StudyFile, folder: string, format: TableFormat): Promise<Exported> {
  const { into, extension, copy } = format;
  const temporary = join(into, '.temporary');
  await mkdir(join(into, 'evaluations'));
  await mkdir(temporary);
  const files: string[] = [];
  try {
    using duckdb = await openDuckdb(temporary);
    const write = async (name: string, table: string): Promise<void> => {
      const file = `${name}.${extension}`;
      await copyTable(duckdb, table, `${sqlText(join(into, file))} (${copy})`);
      files.push(file);
    };
    const groups = await wholeLogs(await runsByBenchmark(study, folder), temporary);
    await write('runs', runTable(study, groups));
    await write('metrics', metricTable(study));
    for (const group of groups) await write(`evaluations/${group.name}`, evaluationTable(group));
    return { files, notes: notesOnMissing(study, groups) };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

const DAMAGED = /(?:Malformed JSON|JSON transform error) in file "([^"]*)"/;

async function copyTable(duckdb: Duckdb, table: string, to: string): Promise<void> {
  try {
    await duckdb.run(`COPY (${table}) TO ${to}`);
  } catch (error) {
    const file = DAMAGED.exec(messageOf(error))?.[1];
    if (file !== undefined) await readThrough(file);
    throw error;
  }
}

/** DuckDB counts lines otherwise, and says in words of its own what is wrong with one: our reader refuses the log too. */
async function readThrough(file: string): Promise<void> {
  for await (const records of readJsonl(file)) Array.from(records);
}

/** A torn last line stops DuckDB: such a log is read from a copy without it. */
async function wholeLogs(groups: readonly BenchmarkRuns[], temporary: string): Promise<readonly BenchmarkRuns[]> {
  const whole = async (run: LoggedRun): Promise<LoggedRun> => {
    const end = await endOfLastLine(run.file);
    if (end === undefined) return run;
    const copy = join(temporary, `${run.run}.jsonl`);
    await pipeline(createReadStream(run.file, { end: end - 1 }), createWriteStream(copy));
    return { ...run, file: copy };
  };
  const changed: BenchmarkRuns[] = [];
  for (const group of groups) {
    const runs: LoggedRun[] = [];
    for (const run of group.runs) runs.push(await whole(run));
    changed.push({ ...group, runs });
  }
  return changed;
}

const NEWLINE = 0x0a;
const BLOCK = 64 * 1024;

/** The number of bytes up to the last newline; undefined where that is the last byte. */
async function endOfLastLine(file: string): Promise<number | undefined> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  const block = Buffer.alloc(BLOCK);
  for (let end = size; end > 0; end -= BLOCK) {
    const from = Math.max(0, end - BLOCK);
    const { bytesRead } = await handle.read(block, 0, end - from, from);
    const at = block.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (at >= 0) return from + at + 1 === size ? undefined : from + at + 1;
  }
  return 0;
}
