import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

let told = false;

/**
 * The folder of real data that tests compare with: `HPORT_DATA_MIRROR`, or `shared/data` beside the checkout. Undefined where
 * there is none, which one line says; in CI that is a failure, since nobody reads the line there.
 */
export function mirror(): string | undefined {
  const beside = fileURLToPath(new URL('../../shared/data', import.meta.url));
  const folder = process.env['HPORT_DATA_MIRROR'] ?? beside;
  if (existsSync(folder)) return folder;
  if (!['', 'false'].includes(process.env['CI'] ?? '')) throw new Error(`there is no mirror of data at ${folder}`);
  if (!told) console.log(`tests of real data did not run: ${folder} is not there (set HPORT_DATA_MIRROR)`);
  told = true;
  return undefined;
}
