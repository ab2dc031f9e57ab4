import { readdir } from 'node:fs/promises';
import { userError } from '../../core/errors.js';
import { didYouMean } from '../../core/schema.js';
import type { Export } from './export.js';

/** Files of this folder that are no formats; what several of them share lives in `parts/`. */
const OTHERS = ['export', 'registry'];

/** All formats, sorted by name: each is a file of this folder. */
export async function listExports(): Promise<readonly Export[]> {
  const files = await readdir(new URL('.', import.meta.url));
  const names = files.flatMap((file) => /^([a-z0-9-]+)\.(?:js|ts)$/.exec(file)?.[1] ?? []);
  const formats = [...new Set(names)].filter((name) => !OTHERS.includes(name)).sort();
  return await Promise.all(formats.map(importExport));
}

/** @throws SuiteError of code 'user' for an unknown name. */
export async function loadExport(name: string): Promise<Export> {
  const formats = await listExports();
  const format = formats.find((each) => each.name === name);
  if (format !== undefined) return format;
  const known = formats.map((each) => each.name);
  throw userError(`there is no format "${name}"${didYouMean(name, known)}`, {
    mend: '`hport export --help` says what there is.',
  });
}

async function importExport(name: string): Promise<Export> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const module = (await import(new URL(`${name}.${extension}`, import.meta.url).href)) as { default: Export };
  return module.default;
}
