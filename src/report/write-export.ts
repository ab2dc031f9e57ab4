import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { userError } from '../core/errors.js';
import type { StudyFile } from '../log/study.js';
import type { Export, Exported } from './exports/export.js';

/** Where a study is written to. */
export interface ExportPlaces {
  /** The study's folder. */
  readonly folder: string;
  /** A folder that gets a folder for each format. */
  readonly out: string;
}

/**
 * Writes a study into `<out>/<format>`, which is there as a whole or not at all.
 * @throws SuiteError of code 'user' where there is something already.
 */
export async function writeExport(format: Export, study: StudyFile, places: ExportPlaces): Promise<Exported> {
  const { folder, out } = places;
  const target = exportFolder(format, out);
  await mkdir(out, { recursive: true });
  const temporary = await mkdtemp(join(out, `.${format.name}-`));
  try {
    const exported = await format.write(study, folder, { into: temporary });
    refuseExisting(target);
    await rename(temporary, target);
    return exported;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The folder of a format. */
export function exportFolder({ name }: Export, out: string): string {
  return join(out, name);
}

/** @throws SuiteError of code 'user' where there is something already. */
export function refuseExisting(target: string): void {
  if (!existsSync(target)) return;
  throw userError('there is something here already', {
    file: target,
    mend: 'Delete it, or choose another folder with --out.',
  });
}
