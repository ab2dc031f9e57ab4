// Makes a checkout ready to run: installs when the lock file has changed and compiles when a source has. Plain Node and no
// dependencies, because it runs before any are there. In steady state it reads the names, sizes and times of the sources.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const installed = join(root, 'node_modules', '.hport-lock');
const built = join(dist, '.hport-sources');
const lock = join(root, '.cache', 'setup.lock');

/** Milliseconds after which another set-up is taken for dead whatever its process id says. */
const OVERLONG = 15 * 60_000;

/**
 * Installs and builds what is needed, one line on stderr for each.
 * @param {{ quiet?: boolean, build?: boolean }} [options] build: even when nothing changed
 * @throws Error with the output of npm or tsc.
 */
export function setUp({ quiet = false, build = false } = {}) {
  if (!build && isInstalled() && isBuilt()) return;
  const say = (line) => quiet || process.stderr.write(`${line}\n`);
  takeLock(say);
  try {
    // Another set-up may have done it while this one waited.
    if (!isInstalled()) install(say);
    if (build || !isBuilt()) compile(say);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function isInstalled() {
  return readOr(installed, '').trim() === lockDigest();
}

function install(say) {
  say('hport: installing packages ...');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm?.endsWith('npm-cli.js')) run(process.execPath, [npm, ...args]);
  else run('npm', args, { shell: process.platform === 'win32' });
  writeFileSync(installed, `${lockDigest()}\n`);
}

/** Sizes and times first; where those moved (a checkout touches files), the contents decide. */
function isBuilt() {
  const stamp = JSON.parse(readOr(built, '{}'));
  const sources = listSources();
  const traits = traitsOf(sources);
  if (stamp.traits === traits) return true;
  if (stamp.contents === undefined || stamp.contents !== digestOf(sources)) return false;
  writeFileSync(built, JSON.stringify({ traits, contents: stamp.contents }));
  return true;
}

function compile(say) {
  say('hport: building ...');
  const sources = listSources();
  // Taken before: a file that is saved while tsc runs has to be seen the next time.
  const stamp = JSON.stringify({ traits: traitsOf(sources), contents: digestOf(sources) });
  rmSync(built, { force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const output = run(process.execPath, [tsc, '-p', 'tsconfig.json', '--noEmitOnError', '--listEmittedFiles']);
  const fresh = new Set([...output.matchAll(/^TSFILE: (.+)$/gm)].map((match) => resolve(root, match[1].trim())));
  for (const asset of sources.filter((file) => file.endsWith('.json') && file.startsWith(join(root, 'src')))) {
    const copy = join(dist, relative(root, asset));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(asset, copy);
    fresh.add(copy);
  }
  // Removed last, so that a program that runs from dist meanwhile is not left without its files.
  for (const file of walk(dist)) if (!fresh.has(file)) rmSync(file);
  writeFileSync(built, stamp);
}

/** Whatever the compiler or a compiled program reads. */
function listSources() {
  const wanted = /\.ts$|^src[/\\].*\.json$/;
  const files = ['src', 'benchmarks', 'containers', join('test', 'bench'), join('test', 'docs')]
    .flatMap((folder) => walk(join(root, folder)))
    .filter((file) => wanted.test(relative(root, file)));
  return [join(root, 'package-lock.json'), join(root, 'tsconfig.json'), ...files.sort()];
}

function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(path);
    return [path];
  });
}

function traitsOf(files) {
  const traits = files.map((file) => {
    const { size, mtimeMs } = statSync(file);
    return [relative(root, file), size, mtimeMs];
  });
  return sha256(JSON.stringify(traits));
}

function digestOf(files) {
  const contents = files.map((file) => [relative(root, file), sha256(readFileSync(file))]);
  return sha256(JSON.stringify(contents));
}

function lockDigest() {
  return sha256(readFileSync(join(root, 'package-lock.json')));
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A folder is made by one process only; the process id in it tells whether that one still lives. */
function takeLock(say) {
  mkdirSync(dirname(lock), { recursive: true });
  for (let waited = false; ; waited = true) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned()) rmSync(lock, { recursive: true, force: true });
    else if (!waited) say('hport: waiting for another set-up ...');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}

function isAbandoned() {
  try {
    const age = Date.now() - statSync(lock).mtimeMs;
    const pid = Number(readOr(join(lock, 'pid'), '0'));
    if (pid === 0) return age > 5_000;
    if (age > OVERLONG) return true;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 27, ...options });
  if (result.status === 0) return result.stdout;
  throw new Error(
    [
      `hport: ${[command, ...args].map((word) => basename(word)).join(' ')} failed`,
      result.error?.message,
      result.stdout,
      result.stderr,
    ]
      .map((part) => part?.trim())
      .filter(Boolean)
      .join('\n'),
  );
}

function readOr(file, otherwise) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return otherwise;
    throw error;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  try {
    setUp({ build: process.argv.includes('--build') });
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
