import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processIdentity } from '../../../src/core/identity.js';
import { FIXTURES } from './bench.js';

const program = fileURLToPath(new URL('../../../src/hport.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  /** Its name on all that it makes. */
  readonly identity: string;
  readonly ended: Promise<Ended>;
}

/** Starts the real program in a process group of its own, as a terminal would. */
export function startHport(words: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, HPORT_BENCHMARKS: FIXTURES, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const identity = processIdentity(child.pid);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...said })));
  return { child, identity, ended };
}

export async function hport(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended> {
  return await startHport(words, env).ended;
}

/** A recipe of one run, its log being `runs/<run>.jsonl`. */
export function writeRecipe(folder: string, family: string, instance: string, more: readonly string[] = []): string {
  const file = join(folder, `${family}-${instance}.yaml`);
  const lines = [
    `study: ${family}`,
    `benchmarks: [{ family: ${family}, instance: ${instance} }]`,
    'optimizers: [{ name: random-search }]',
    'seeds: [1]',
    'budget: { evaluations: 14 }',
    'workers: { count: 2, memory: 96MiB, pids: 32 }',
    ...more,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** The whole lines of a log, without one that was torn; none when there is no log yet. */
export function linesOf(log: string): readonly string[] {
  try {
    return readFileSync(log, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}

export function observedIn(lines: readonly string[]): readonly number[] {
  return lines
    .map((line) => JSON.parse(line) as { readonly record: string; readonly evaluation?: number })
    .flatMap(({ record, evaluation }) => (record === 'observed' && evaluation !== undefined ? [evaluation] : []));
}
