import { join } from 'node:path';
import { infrastructureError, userError } from '../../../core/errors.js';
import { packageRoot } from '../../../core/package.js';
import { filesOf, packedFiles, type ContextFile } from './context-files.js';
import { codeFile, compiledFolder } from './family-code.js';
import { importGraph } from './import-graph.js';
import { inside } from './inside.js';
import { partsOf } from './package-parts.js';

/** The folder in the image that stands for dist/benchmarks/<family>, at the same depth, so that imports still hold. */
const FAMILY = 'hport/dist/benchmarks/family';

/**
 * The guest and the one runtime that the family needs, the family's own files and compiled code, what all of these import from our
 * dist folder, and the npm packages that those need: a family of another runtime carries none of this one's packages.
 * @throws SuiteError infrastructure, when something is not compiled.
 */
export async function nodeRuntime(folder: string, runtime: string): Promise<readonly ContextFile[]> {
  const dist = join(packageRoot(), 'dist');
  const compiled = compiledFolder(folder);
  const ours = [join(dist, 'containers', 'node', 'guest.js'), join(dist, 'src', 'runtimes', `${runtime}.js`)];
  const code = codeFile({ folder, runtime });
  const graph = await importGraph(code === undefined ? ours : [...ours, code]);
  const packages = await Promise.all([...graph.packages].map(([name, from]) => packageFiles(name, from)));
  const own = await packedFiles(folder);
  const place = (file: string): string => {
    const path = inside(compiled, file) ?? inside(folder, file);
    // Beside the files that are digested there may be hidden ones, which could be links to anything.
    if (path !== undefined && compiled === folder && !own.includes(path)) throw undigested(file);
    if (path !== undefined) return `${FAMILY}/${path}`;
    const shared = inside(dist, file);
    if (shared === undefined) throw infrastructureError(`${file} is imported from outside the family's folder`);
    return `hport/dist/${shared}`;
  };
  return [
    { path: 'hport/package.json', text: '{"type":"module"}' },
    ...own.map((path) => ({ path: `${FAMILY}/${path}`, from: join(folder, path) })),
    ...graph.files.map((from) => ({ path: place(from), from })),
    ...packages.flat(),
  ];
}

function undigested(file: string): Error {
  const mend = 'Import only files of the folder that are neither hidden nor TypeScript.';
  return userError("the family's code imports what its digest is not of", { file, mend });
}

async function packageFiles(name: string, folder: string): Promise<readonly ContextFile[]> {
  const parts = partsOf(name);
  const files = (await filesOf(folder)).filter((path) => parts?.has(path) ?? true);
  return files.map((path) => ({ path: `hport/node_modules/${name}/${path}`, from: join(folder, path) }));
}
