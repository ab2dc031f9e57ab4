import { readdir } from 'node:fs/promises';
import { userError } from '../../core/errors.js';
import { didYouMean } from '../../core/schema.js';
import type { Engine } from './engine.js';

/** Files of this folder that are not engines. */
const OTHERS = ['engine', 'registry'];

/** All engines, sorted by name: each is a file of this folder. */
export async function listEngines(): Promise<readonly Engine[]> {
  const files = await readdir(new URL('.', import.meta.url));
  const names = files.flatMap((file) => /^([a-z-]+)\.(?:js|ts)$/.exec(file)?.[1] ?? []);
  const engines = [...new Set(names)].filter((name) => !OTHERS.includes(name)).sort();
  return await Promise.all(engines.map(importEngine));
}

/** @throws SuiteError of code 'user' for an unknown name. */
export async function loadEngine(name: string): Promise<Engine> {
  const engines = await listEngines();
  const engine = engines.find((each) => each.name === name);
  if (engine !== undefined) return engine;
  const known = engines.map((each) => each.name);
  throw userError(`there is no engine "${name}"${didYouMean(name, known)}`, { mend: 'See `hport list engines`.' });
}

async function importEngine(name: string): Promise<Engine> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const module = (await import(new URL(`${name}.${extension}`, import.meta.url).href)) as { default: Engine };
  return module.default;
}
