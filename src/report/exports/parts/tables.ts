import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { StudyFile } from '../../../log/study.js';
import type { Exported } from '../export.js';
import { evaluationTable } from './evaluation-rows.js';
import { notesOnMissing, runsByBenchmark } from './runs.js';
import { metricTable, runTable } from './study-tables.js';
import type { WriteTable } from './typed-table.js';

export interface TableFormat {
  /** A folder that is there and empty. */
  readonly into: string;
  readonly extension: string;
  readonly write: WriteTable;
}

/**
 * Three kinds of tables: `runs`, a row per run of the plan; `metrics`, a row per metric, with its direction and role; and for each
 * benchmark `evaluations/<family>.<instance>`, a row per evaluation. Values are as the benchmark gave them, in its own sign.
 */
export async function writeTables(study: StudyFile, folder: string, format: TableFormat): Promise<Exported> {
  const { into, extension, write } = format;
  await mkdir(join(into, 'evaluations'));
  const groups = await runsByBenchmark(study, folder);
  const files: string[] = [];
  for (const table of [runTable(study, groups), metricTable(study), ...groups.map(evaluationTable)]) {
    const file = `${table.name}.${extension}`;
    await write(table, join(into, file));
    files.push(file);
  }
  return { files, notes: notesOnMissing(study, groups) };
}
