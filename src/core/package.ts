import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bug } from './errors.js';

interface Package {
  readonly root: string;
  readonly version: string;
}

let found: Package | undefined;

/** The folder of this package, whether the code runs from its sources or compiled. */
export function packageRoot(): string {
  return find().root;
}

/** The version of the suite. */
export function suiteVersion(): string {
  return find().version;
}

function find(): Package {
  if (found !== undefined) return found;
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version: string };
      if (name === 'hport') return (found = { root: folder, version });
    }
    if (dirname(folder) === folder) throw bug('the package.json of hport was not found above its own code');
  }
}
