import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** What each room may import besides itself: the arrows of the house point down only. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  space: ['core'],
  fidelity: ['core', 'space'],
  nas: ['core', 'space', 'fidelity'],
  models: ['core', 'space', 'fidelity'],
  protocol: ['core', 'space', 'fidelity'],
  optimizers: ['core', 'space', 'fidelity', 'models', 'nas'],
  log: ['core', 'space', 'fidelity'],
  data: ['core', 'space', 'fidelity'],
  runtimes: ['core', 'space', 'fidelity', 'nas', 'protocol', 'data'],
  'runner/engines': ['core', 'space', 'fidelity', 'protocol', 'log', 'data', 'runtimes', 'runner'],
  runner: ['core', 'space', 'fidelity', 'protocol', 'optimizers', 'log', 'data', 'runtimes', 'runner/engines'],
  analysis: ['core', 'space', 'fidelity', 'models', 'log'],
  report: ['core', 'space', 'fidelity', 'models', 'log', 'analysis'],
  cli: [
    'core',
    'space',
    'fidelity',
    'protocol',
    'optimizers',
    'log',
    'data',
    'runner',
    'runner/engines',
    'analysis',
    'report',
  ],
  '': [
    'core',
    'space',
    'fidelity',
    'protocol',
    'optimizers',
    'log',
    'data',
    'runtimes',
    'runner',
    'analysis',
    'report',
  ],
};

/** The only files that may import a package. */
const DOORS: Readonly<Record<string, RegExp>> = {
  ajv: /^src\/core\/schema\.ts$/,
  yaml: /^src\/runner\/yaml-(?:file|text)\.ts$/,
  'p-queue': /^src\/(?:runner\/study|data\/ensure)\.ts$/,
  dockerode: /^src\/runner\/engines\/parts\/docker-client\.ts$/,
  execa: /^src\/runner\/engines\//,
  'tar-fs': /^src\/runner\/engines\//,
  h5wasm: /^src\/data\/hdf5\.ts$/,
  'onnxruntime-node': /^src\/runtimes\/onnx\//,
  'pure-rand': /^src\/core\/rng\.ts$/,
  'fastest-levenshtein': /^src\/core\/schema\.ts$/,
  'lib-r-math.js': /^src\/analysis\/statistics\//,
  'ml-matrix': /^src\/models\/symmetric-eigen\.ts$/,
  'hyparquet-writer': /^src\/report\/exports\/parts\/parquet-file\.ts$/,
  commander: /^src\/cli\//,
  picocolors: /^src\/cli\//,
  'cli-table3': /^src\/cli\//,
  'cli-progress': /^src\/cli\//,
  vega: /^src\/report\/render\.ts$/,
  'vega-lite': /^src\/report\/render\.ts$/,
  '@resvg/resvg-js': /^src\/report\/rasterise\.ts$/,
  'markdown-table': /^src\/report\/tables\/parts\/markdown\.ts$/,
};

/** Types of the engine's interface that the runner's words are made of. */
const ENGINE_MAY_IMPORT = ['runner/families.ts', 'runner/family-files.ts', 'runner/recipe.ts', 'runner/settle-all.ts'];

interface Import {
  readonly file: string;
  readonly line: number;
  readonly target: string;
}

const root = resolve(import.meta.dirname, '..');
const files = globSyncOf(['src/**/*.ts', 'containers/**/*.ts', 'benchmarks/**/*.ts']);
const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

function globSyncOf(patterns: readonly string[]): string[] {
  return ts.sys
    .readDirectory(root, ['.ts'], ['node_modules', 'dist', 'test', 'results'], [...patterns])
    .map((file) => relative(root, file));
}

function importsOf(file: string): Import[] {
  const text = sources.get(file) ?? '';
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({
    file,
    line: text.slice(0, pos).split('\n').length,
    target: fileName.startsWith('.')
      ? relative(root, resolve(root, dirname(file), fileName)).replace(/\.js$/, '.ts')
      : fileName,
  }));
}

const imports = files.flatMap(importsOf);

function roomOf(file: string): string | undefined {
  const path = /^src\/(.*)$/.exec(file)?.[1];
  if (path === undefined) return undefined;
  if (path.startsWith('runner/engines/')) return 'runner/engines';
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

describe('the house', () => {
  it('has files to look at', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(300);
  });

  it('has arrows that point down only', () => {
    const wrong = imports.filter(({ file, target }) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      if (from === undefined || to === undefined || from === to) return false;
      if (from === 'runner/engines' && to === 'runner')
        return !ENGINE_MAY_IMPORT.some((each) => target === `src/${each}`);
      return !(ARROWS[from] ?? []).includes(to);
    });
    expect(wrong.map(({ file, line, target }) => `${file}:${line} imports ${target}`)).toEqual([]);
  });

  it('has one door a package', () => {
    const packages = imports.filter(
      ({ target }) => /^[@a-z]/.test(target) && !target.startsWith('node:') && !target.includes('.ts'),
    );
    const wrong = packages.filter(({ file, target }) => {
      const name = target.split('/', target.startsWith('@') ? 2 : 1).join('/');
      return DOORS[name]?.test(file) !== true;
    });
    expect(wrong.map(({ file, line, target }) => `${file}:${line} imports ${target}`)).toEqual([]);
  });

  it('has optimizers and models that know no file, process, clock or network', () => {
    const rooms = ['optimizers', 'models'];
    const system = imports.filter(
      ({ file, target }) => rooms.includes(roomOf(file) ?? '') && target.startsWith('node:'),
    );
    // Optimizers are found by file name, and somebody has to look.
    expect(system.filter(({ file }) => file !== 'src/optimizers/registry.ts')).toEqual([]);
    const random = files.filter(
      (file) =>
        rooms.includes(roomOf(file) ?? '') && /Math\.random|Date\.now|performance\./.test(sources.get(file) ?? ''),
    );
    expect(random).toEqual([]);
  });

  it('computes no power that differs between versions of Node (core/power.ts says why)', () => {
    expect(files.flatMap(unportablePowers)).toEqual([]);
  });

  it('has no file over 250 lines', () => {
    const long = files.filter((file) => (sources.get(file) ?? '').trimEnd().split('\n').length > 250);
    expect(long).toEqual([]);
  });

  it('has no function over 60 lines', () => {
    expect(files.flatMap(longFunctions)).toEqual([]);
  });

  it('keeps every family in a folder that imports no other family', () => {
    const wrong = imports.filter(({ file, target }) => {
      const [from, to] = [file, target].map((path) => /^benchmarks\/([^/]+)\//.exec(path)?.[1]);
      return from !== undefined && to !== undefined && from !== to;
    });
    expect(wrong).toEqual([]);
  });
});

/** Squares, powers of 2, and powers of two numbers that stand there are exact everywhere. */
function unportablePowers(file: string): string[] {
  const source = ts.createSourceFile(file, sources.get(file) ?? '', ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const isTwo = (node: ts.Node): boolean => ts.isNumericLiteral(node) && node.text === '2';
  const isExact = ({ left, right }: ts.BinaryExpression): boolean =>
    isTwo(left) || isTwo(right) || (ts.isNumericLiteral(left) && ts.isNumericLiteral(right));
  const visit = (node: ts.Node): void => {
    const power = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken;
    if ((power && !isExact(node)) || (ts.isPropertyAccessExpression(node) && node.getText(source) === 'Math.pow')) {
      found.push(
        `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1} ${node.getText(source)}`,
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function longFunctions(file: string): string[] {
  const source = ts.createSourceFile(file, sources.get(file) ?? '', ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      if (last - first + 1 > 60) found.push(`${file}:${first + 1} has ${last - first + 1} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
