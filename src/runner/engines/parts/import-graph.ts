import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { infrastructureError } from '../../../core/errors.js';
import { partsOf } from './package-parts.js';

/** What a program of ours needs at run time. */
export interface ImportGraph {
  /** Absolute paths, sorted: the entries, all that they import, and what they name by URL: JSON files, threads. */
  readonly files: readonly string[];
  /** Folders by name of the npm packages, with those that they depend on. */
  readonly packages: ReadonlyMap<string, string>;
}

/** Statements as tsc writes them: an import or export begins its line. */
const IMPORTS: readonly RegExp[] = [
  /^(?:import|export|\}).*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
];
const READS = /\bnew URL\(\s*['"](\.[^'"]+\.(?:json|js))['"],\s*import\.meta\.url/g;

/**
 * Follows the imports of compiled files.
 * @throws SuiteError infrastructure, when something that is imported is not there.
 */
export async function importGraph(entries: readonly string[]): Promise<ImportGraph> {
  const files = new Set<string>();
  const packages = new Map<string, string>();
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    if (!existsSync(file)) throw missing(file, 'it is not compiled');
    files.add(file);
    if (!/\.m?js$/.test(file)) continue;
    for (const name of namesIn(await readFile(file, 'utf8'))) {
      if (name.startsWith('.')) waiting.push(resolve(dirname(file), name));
      else if (!name.startsWith('node:')) await addPackage(name, file, packages);
    }
  }
  return { files: [...files].sort(), packages };
}

function namesIn(code: string): string[] {
  return [...IMPORTS, READS].flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ''));
}

async function addPackage(specifier: string, from: string, packages: Map<string, string>): Promise<void> {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  if (packages.has(name)) return;
  const folder = findPackage(name, dirname(from));
  if (folder === undefined) throw missing(name, `${from} imports it`);
  packages.set(name, folder);
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  for (const dependency of partsOf(name)?.needs ?? Object.keys(manifest.dependencies ?? {})) {
    await addPackage(dependency, join(folder, 'package.json'), packages);
  }
}

function findPackage(name: string, folder: string): string | undefined {
  const candidate = join(folder, 'node_modules', name);
  if (existsSync(join(candidate, 'package.json'))) return candidate;
  const above = resolve(folder, '..');
  return above === folder ? undefined : findPackage(name, above);
}

function missing(what: string, why: string): Error {
  return infrastructureError(`${what} is missing: ${why}`, { mend: 'run `npm run build` in the checkout' });
}
