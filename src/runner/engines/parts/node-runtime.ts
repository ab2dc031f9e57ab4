import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { infrastructureError } from '../../../core/errors.js';
import { filesOf, type ContextFile } from './context-files.js';
import { importGraph } from './import-graph.js';
import { packageRoot } from '../../../core/package.js';

/** The folder in the image that stands for dist/benchmarks/<family>, at the same depth, so that imports still hold. */
const FAMILY = 'hport/dist/benchmarks/family';

/**
 * The guest, the family's compiled objective, what both import from our dist folder, and the npm packages that those need.
 * @throws SuiteError infrastructure, when something is not compiled.
 */
export async function nodeRuntime(folder: string): Promise<readonly ContextFile[]> {
  const dist = join(packageRoot(), 'dist');
  const compiled = compiledFolder(folder);
  const graph = await importGraph([join(dist, 'containers', 'node', 'guest.js'), ...objectiveOf(folder, compiled)]);
  const packages = await Promise.all([...graph.packages].map(([name, from]) => packageFiles(name, from)));
  const place = (file: string): string => {
    const own = within(compiled, file) ?? within(folder, file);
    if (own !== undefined) return `${FAMILY}/${own}`;
    const ours = within(dist, file);
    if (ours === undefined) throw infrastructureError(`${file} is imported from outside the family's folder`);
    return `hport/dist/${ours}`;
  };
  return [
    { path: 'hport/package.json', text: '{"type":"module"}' },
    ...(await filesOf(folder)).map((path) => ({ path: `${FAMILY}/${path}`, from: join(folder, path) })),
    ...graph.files.map((from) => ({ path: place(from), from })),
    ...packages.flat(),
  ];
}

/** A family of this package is compiled to dist; one from elsewhere brings JavaScript. */
function compiledFolder(folder: string): string {
  const inside = within(packageRoot(), folder);
  return inside === undefined ? folder : join(packageRoot(), 'dist', inside);
}

/** A table or a model needs no code of its own, so there may be none. */
function objectiveOf(folder: string, compiled: string): readonly string[] {
  const objective = join(compiled, 'objective.js');
  if (existsSync(join(folder, 'objective.ts'))) return [objective];
  return [objective, join(folder, 'objective.js')].filter((file) => existsSync(file)).slice(0, 1);
}

async function packageFiles(name: string, folder: string): Promise<readonly ContextFile[]> {
  return (await filesOf(folder)).map((path) => ({
    path: `hport/node_modules/${name}/${path}`,
    from: join(folder, path),
  }));
}

/** The path relative to the folder, with slashes, or undefined when it is not inside. */
function within(folder: string, path: string): string | undefined {
  const inside = relative(folder, path);
  return inside.startsWith('..') || inside === path ? undefined : inside.split(sep).join('/');
}
