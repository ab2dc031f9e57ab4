import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { userError } from '../core/errors.js';
import { lockFolder } from '../runner/lock.js';

/** What a study leaves. `study.json` goes last: a folder that was not emptied to the end is still known as a study's. */
const PARTS = ['runs', 'logs', 'exports', 'study.json'];

/**
 * Deletes an earlier study; nothing happens where there is none. Files of others in its folder stay.
 * @throws SuiteError of code 'user' when the folder holds something else, or a runner is at work in it.
 */
export async function removeStudy(folder: string): Promise<void> {
  if (!existsSync(folder) || (await readdir(folder)).length === 0) return;
  if (!existsSync(join(folder, 'study.json'))) {
    const mend = 'Choose another folder with --out.';
    throw userError('there is no study in this folder, so nothing in it is deleted', { file: folder, mend });
  }
  const unlock = lockFolder(folder);
  try {
    for (const part of PARTS) await rm(join(folder, part), { recursive: true, force: true });
  } finally {
    unlock();
  }
  if ((await readdir(folder)).length === 0) await rmdir(folder);
}
