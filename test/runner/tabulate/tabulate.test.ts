import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/runner/tabulate/cells.js';
import { measureAll } from '../../../src/runner/tabulate/measure-all.js';
import type { Configuration } from '../../../src/core/types.js';
import { checkFamily } from '../../../src/runner/conformance.js';
import { evaluateOnce } from '../../../src/runner/evaluate-once.js';
import { loadFamily, type Family } from '../../../src/runner/families.js';
import { makeFamily } from '../fixtures/conformance/family.js';
import { loadFrom, measure, provenanceOf, rowsOf, type Wish } from './table-fixture.js';

const emptyRoot = (): string => mkdtempSync(join(tmpdir(), 'hport-tables-'));

/** Names of the checks of the contract that the family in this folder fails. */
async function broken(root: string, name: string): Promise<readonly string[]> {
  const family = await loadFrom(root, name);
  const steps = await checkFamily(family, { engine: 'inline' });
  return steps.filter(({ status }) => status === 'failed').map((step) => `${step.name}: ${step.message ?? ''}`);
}

describe('a grid that is measured', () => {
  const wish = async (): Promise<Wish> => ({
    ...{ family: await loadFamily('mf-synthetic'), instances: ['branin', 'branin-poor'] },
    ...{ design: { kind: 'grid', resolution: 3 }, seeds: 2 },
  });

  it('is a family of ordinals that keeps the contract and answers as the family that it was measured from', async () => {
    const root = emptyRoot();
    const given = await wish();
    expect(await measure(given, join(root, 'branin-grid'))).toEqual({ cells: 180, done: 180, failed: 0, share: 1 });
    const table = await loadFrom(root, 'branin-grid');
    expect(table.descriptors['branin']).toMatchObject({
      ...{ clock: 'recorded', level: 'synthetic', licence: 'CC0-1.0' },
      ...{ table: { file: 'rows.csv', find: 'grid', replicates: 'seed' } },
      fidelities: [{ name: 'z', lower: 1, upper: 81, levels: [1, 3, 9, 27, 81] }],
      space: {
        parameters: [
          { name: 'x0', type: 'ordinal', sequence: [-5, 2.5, 10] },
          { name: 'x1', type: 'ordinal', sequence: [0, 7.5, 15] },
        ],
      },
    });
    const params = { instance: 'branin-poor', configuration: { x0: 2.5, x1: 15 }, fidelity: { z: 9 }, seed: 1 };
    const answers = [table, given.family].map((family) => evaluateOnce(family, params, { engine: 'inline' }));
    const [measured, first] = await Promise.all(answers);
    expect(measured).toEqual(first);
    expect(await broken(root, 'branin-grid')).toEqual([]);
  });

  it('says of its optimum and range what its own rows say', async () => {
    const root = emptyRoot();
    await measure(await wish(), join(root, 'branin-grid'));
    const rows = rowsOf(join(root, 'branin-grid'));
    const of = rows.texts('instance').map((instance) => instance === 'branin');
    const values = rows.numbers('value').filter((_, at) => of[at]);
    const top = rows.numbers('value').filter((_, at) => of[at] === true && rows.numbers('z')[at] === 81);
    const value = (await loadFrom(root, 'branin-grid')).descriptors['branin']?.metrics['value'];
    expect(value?.optimum).toBe(Math.min(...top));
    expect(value?.observed).toEqual([Math.min(...values), Math.max(...values)]);
  });
});

describe('a table of several seeds', () => {
  it('has the mean over them as an exact test metric, whose optimum is that of its own rows', async () => {
    const root = emptyRoot();
    const family = await makeFamily('node', 'sound');
    await measure({ family, instances: ['a'], design: { kind: 'sobol', size: 8 }, seeds: 3 }, join(root, 'means'));
    const rows = rowsOf(join(root, 'means'));
    const { metrics, fidelities } = (await loadFrom(root, 'means')).descriptors['a'] ?? {};
    const [objective = ''] = Object.keys(metrics ?? {}).filter((name) => metrics?.[name]?.role === 'objective');
    const [axis] = fidelities ?? [];
    const losses = rows.numbers(objective).filter((_, at) => rows.numbers(axis?.name ?? '')[at] === axis?.upper);
    const means = Array.from(
      { length: losses.length / 3 },
      (_, row) => [0, 1, 2].reduce((sum, run) => sum + (losses[3 * row + run] as number), 0) / 3,
    );
    expect(metrics?.[`mean_${objective}`]).toMatchObject({
      ...{ role: 'test', of: objective, exact: true },
      optimum: metrics?.[objective]?.direction === 'maximize' ? Math.max(...means) : Math.min(...means),
    });
    expect(await broken(root, 'means')).toEqual([]);
  });
});

describe('a sequence that is measured', () => {
  it('answers for the whole space by the nearest row, and keeps the contract', async () => {
    const root = emptyRoot();
    const family = await loadFamily('counting-ones');
    const wish: Wish = { family, instances: ['d8', 'd16'], design: { kind: 'sobol', size: 12 }, seeds: 2 };
    await measure(wish, join(root, 'ones-sobol'));
    const table = await loadFrom(root, 'ones-sobol');
    expect(table.descriptors['d16']?.table).toMatchObject({ find: 'nearest' });
    expect(table.descriptors['d16']?.space).toEqual(family.descriptors['d16']?.space);
    expect(await broken(root, 'ones-sobol')).toEqual([]);
  });

  it('has empty fields for what is inactive or another instance does not have', async () => {
    const root = emptyRoot();
    const family = await loadFamily('mf-synthetic');
    const instances = ['conditional', 'hartmann3'];
    await measure(
      { family, instances, design: { kind: 'sobol', size: 10 }, fidelities: { z: [9, 81] } },
      join(root, 'mixed'),
    );
    const table = await loadFrom(root, 'mixed');
    for (const instance of instances) {
      expect(table.descriptors[instance]?.space).toEqual(family.descriptors[instance]?.space);
    }
    expect(await broken(root, 'mixed')).toEqual([]);
  });

  it('of one seed has no replicates', async () => {
    const root = emptyRoot();
    const family = await loadFamily('mf-synthetic');
    await measure({ family, instances: ['branin'], design: { kind: 'sobol', size: 3 } }, join(root, 'single'));
    expect((await loadFrom(root, 'single')).descriptors['branin']?.table).toEqual({
      file: 'rows.csv',
      find: 'nearest',
    });
  });
});

describe('a grid with conditions and forbidden parts', () => {
  it('keeps its space, and is answered by the nearest row', async () => {
    const family = await makeFamily('node', 'sound');
    const root = dirname(family.folder);
    await measure(
      { family, instances: ['a'], design: { kind: 'grid', resolution: 5 }, seeds: 2 },
      join(root, 'sound-grid'),
    );
    // 5 plain ones, and 5 of each depth but the forbidden one.
    expect(new Set(configurations(join(root, 'sound-grid'))).size).toBe(25);
    expect((await loadFrom(root, 'sound-grid')).descriptors['a']?.space).toEqual(family.descriptors['a']?.space);
    expect(await broken(root, 'sound-grid')).toEqual([]);
  });
});

function configurations(folder: string): readonly string[] {
  const rows = rowsOf(folder);
  const [x, kind, depth] = ['x', 'kind', 'depth'].map((name) => rows.texts(name));
  return Array.from({ length: rows.rows }, (_, at) => [x?.[at], kind?.[at], depth?.[at]].join(' '));
}

describe('evaluations that fail', () => {
  it('are rows with their cost and why, and are counted in the manifest', async () => {
    const family = await makeFamily('node', 'sometimes-fails');
    const root = dirname(family.folder);
    const folder = join(root, 'failing');
    const wish: Wish = { family, instances: ['a'], design: { kind: 'sobol', size: 16 }, seeds: 2 };
    const progress = await measure(wish, folder);
    expect(progress.failed).toBeGreaterThan(0);
    const rows = rowsOf(folder);
    const high = rows.numbers('x').map((x) => (x > 0.8 ? 1 : 0));
    expect(rows.texts('failed')).toEqual(Array.from(high, (failed) => (failed === 1 ? 'true' : '')));
    const at = high.indexOf(1);
    expect(rows.texts('reason')[at]).toBe('failed: RangeError: diverged');
    expect([rows.numbers('cost')[at], rows.numbers('loss')[at]]).toEqual([1, NaN]);
    const descriptor = (await loadFrom(root, 'failing')).descriptors['a'];
    expect(descriptor?.table?.audit).toEqual({ failed: progress.failed });
    expect(provenanceOf(folder).measured).toMatchObject({ cells: progress.cells, failed: progress.failed });
    expect(await broken(root, 'failing')).toEqual([]);
  });

  it('all of them, make no family, and the first says why', async () => {
    const family = await makeFamily('node', 'undeclared');
    const folder = join(dirname(family.folder), 'nothing');
    const wish: Wish = { family, instances: ['a'], design: { kind: 'sobol', size: 2 }, fidelities: { epochs: [27] } };
    await expect(measure(wish, folder)).rejects.toThrow(
      /all 2 evaluations of a failed, the first: the metric "accuracy"/,
    );
    expect(existsSync(join(folder, 'benchmark.yaml'))).toBe(false);
  });

  it('more than half of them, are noticed', async () => {
    const family = await makeFamily('node', 'mostly-fails');
    const notices: string[] = [];
    const wish: Wish = { family, instances: ['a'], design: { kind: 'sobol', size: 8 }, fidelities: { epochs: [27] } };
    const { failed } = await measure(wish, join(dirname(family.folder), 'mostly'), {
      onNotice: (line) => notices.push(line),
    });
    expect(notices).toEqual([
      expect.stringMatching(/^the family check-mostly-fails is not of the suite, and the engine inline isolates/),
      `${failed} of 8 evaluations of a failed: with more than half, hport check refuses the family`,
    ]);
  });

  it('are those that cost more than the deadline', async () => {
    const family = await loadFamily('mf-synthetic');
    const folder = join(emptyRoot(), 'late');
    const progress = await measure(
      { family, instances: ['branin'], design: { kind: 'sobol', size: 2 }, deadline: 50 },
      folder,
    );
    const rows = rowsOf(folder);
    const late = rows.texts('reason').flatMap((reason, at) => (reason === '' ? [] : [[rows.numbers('z')[at], reason]]));
    expect(late).toEqual([
      [81, 'timed-out: not finished after 50 s'],
      [81, 'timed-out: not finished after 50 s'],
    ]);
    expect(progress.failed).toBe(2);
    expect(Math.max(...rows.numbers('cost'))).toBe(50);
    expect(provenanceOf(folder)['deadline']).toBe(50);
  });
});

describe('seconds that are measured', () => {
  it('are summed along a chain of continued evaluations, which agree with those from scratch', async () => {
    const family = await makeFamily('python', 'sound');
    const root = dirname(family.folder);
    const folder = join(root, 'chained');
    const wish: Wish = {
      family,
      instances: ['a'],
      design: { kind: 'sobol', size: 3 },
      fidelities: { epochs: [1, 9, 81] },
      seeds: 2,
    };
    await measure(wish, folder, { engine: 'process', count: 2 });
    const rows = rowsOf(folder);
    const [cost, epochs, loss] = ['cost', 'epochs', 'loss'].map((name) => rows.numbers(name));
    // An epoch takes 3 ms.
    for (let at = 0; at < rows.rows; at++) expect(cost?.[at]).toBeGreaterThanOrEqual(0.003 * (epochs?.[at] ?? 0));
    const top = rows.rows - 1;
    const answer = await evaluateOnce(family, paramsAt(folder, top), { engine: 'process' });
    expect(answer.status === 'completed' && answer.metrics['loss']).toBeCloseTo(loss?.[top] ?? NaN, 12);
    const table = await loadFrom(root, 'chained');
    expect(table.descriptors['a']).toMatchObject({ clock: 'recorded', fidelities: [{ continuation: true }] });
    expect(table.descriptors['a']?.metrics['seconds']?.measured).toBeUndefined();
    expect(await broken(root, 'chained')).toEqual([]);
  });

  it('are of this machine, which the provenance tells', async () => {
    const family = await makeFamily('python', 'sound');
    const folder = join(dirname(family.folder), 'told');
    const wish: Wish = { family, instances: ['a'], design: { kind: 'sobol', size: 2 }, fidelities: { epochs: [1] } };
    await measure(wish, folder, { engine: 'process' });
    expect(provenanceOf(folder)).toMatchObject({
      family: { name: 'check-sound', version: '1.0.0', source: family.source, data: {} },
      ...{ design: { kind: 'sobol', size: 2 }, seeds: [0] },
      instances: { a: { fidelities: { epochs: [1] }, configurations: 2 } },
      sessions: [{ engine: 'process', workers: 1, machine: { node: process.version, architecture: process.arch } }],
    });
  });
});

function paramsAt(folder: string, at: number): Parameters<typeof evaluateOnce>[1] {
  const rows = rowsOf(folder);
  const number = (name: string): number => rows.numbers(name)[at] as number;
  const kind = rows.texts('kind')[at] as string;
  const configuration: Configuration = { x: number('x'), kind, ...(kind === 'deep' && { depth: number('depth') }) };
  return { instance: 'a', configuration, fidelity: { epochs: number('epochs') }, seed: number('replicate') };
}

describe('a tabulation that was interrupted', () => {
  const wishOf = (family: Family): Wish => ({
    ...{ family, instances: ['branin', 'hartmann3'] },
    ...{ design: { kind: 'sobol', size: 4 }, seeds: 2 },
  });
  /** Interrupts it after so many cells. */
  const stopAfter = async (wish: Wish, folder: string, cells: number): Promise<void> => {
    const stop = new AbortController();
    const onProgress = ({ done }: { readonly done: number }): void => {
      if (done === cells) stop.abort(new DOMException('interrupted', 'AbortError'));
    };
    await expect(measure(wish, folder, { signal: stop.signal, onProgress })).rejects.toThrow('interrupted');
  };

  it('goes on where it stopped, and comes to the same bytes', async () => {
    const wish = wishOf(await loadFamily('mf-synthetic'));
    const [whole, parts] = [join(emptyRoot(), 'table'), join(emptyRoot(), 'table')];
    await measure(wish, whole);
    await stopAfter(wish, parts, 30);
    expect(readdirSync(parts).sort()).toEqual(['.measured.jsonl', 'provenance.json']);
    // As when it was killed in the middle of a line.
    appendFileSync(join(parts, '.measured.jsonl'), '{"cell":31,"status":"comp');
    const seen: number[] = [];
    await measure(wish, parts, { onProgress: ({ done }) => seen.push(done) });
    expect([seen[0], seen.at(-1)]).toEqual([30, 80]);
    for (const file of ['rows.csv', 'benchmark.yaml']) {
      expect(readFileSync(join(parts, file), 'utf8')).toBe(readFileSync(join(whole, file), 'utf8'));
    }
    expect(provenanceOf(parts).sessions).toHaveLength(2);
    expect(readdirSync(parts).sort()).toEqual(['benchmark.yaml', 'provenance.json', 'rows.csv']);
  });

  it('is refused with another design, other levels, seeds or instances', async () => {
    const wish = wishOf(await loadFamily('mf-synthetic'));
    const folder = join(emptyRoot(), 'table');
    await stopAfter(wish, folder, 3);
    const others: readonly [Partial<Wish>, RegExp][] = [
      [{ design: { kind: 'sobol', size: 5 } }, /its design is .*"size":4.*, asked is .*"size":5/],
      [{ seeds: 3 }, /its seeds is \[0,1\], asked is \[0,1,2\]/],
      [{ fidelities: { z: [81] } }, /its instances is/],
      [{ instances: ['branin'] }, /its instances is/],
      [{ deadline: 9 }, /its deadline is none, asked is 9/],
    ];
    for (const [other, message] of others)
      await expect(measure({ ...wish, ...other }, folder)).rejects.toThrow(message);
  });

  it('before its first cell leaves the folder free for another design', async () => {
    const wish = wishOf(await loadFamily('mf-synthetic'));
    const folder = join(emptyRoot(), 'table');
    await stopAfter(wish, folder, 0);
    expect(readdirSync(folder).sort()).toEqual(['.measured.jsonl', 'provenance.json']);
    expect(await measure({ ...wish, seeds: 1 }, folder)).toMatchObject({ cells: 40, done: 40 });
    expect(provenanceOf(folder)).toMatchObject({ seeds: [0], sessions: [{ engine: 'inline' }] });
  });

  it('is refused with a line of its cells that is none', async () => {
    const wish = wishOf(await loadFamily('mf-synthetic'));
    const folder = join(emptyRoot(), 'table');
    await stopAfter(wish, folder, 3);
    appendFileSync(join(folder, '.measured.jsonl'), '{"cell":4,"status":"completed"}\n');
    await expect(measure(wish, folder)).rejects.toThrow(
      expect.objectContaining({ code: 'user', details: expect.objectContaining({ line: 4 }) as object }),
    );
  });

  it('that has ended measures nothing again', async () => {
    const wish = wishOf(await loadFamily('mf-synthetic'));
    const folder = join(emptyRoot(), 'table');
    const first = await measure(wish, folder);
    const before = readFileSync(join(folder, 'provenance.json'), 'utf8');
    expect(await measure(wish, folder)).toEqual(first);
    expect(readFileSync(join(folder, 'provenance.json'), 'utf8')).toBe(before);
  });
});

describe('a table that was not finished', () => {
  it('by one worker is not gone on with by the others, and the first reason is told', async () => {
    const cell: Cell = { number: 0, instance: 'a', configuration: {}, fidelity: {}, seed: 0 };
    const begun: number[] = [];
    const chains = Array.from({ length: 9 }, (_, number) => [{ ...cell, number }]);
    const measuring = measureAll(
      chains,
      3,
      async ([first], signal) => {
        begun.push(first?.number ?? -1);
        if (first?.number === 2) throw new Error('the engine is gone');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw new Error('interrupted while waiting');
      },
      new AbortController().signal,
    );
    await expect(measuring).rejects.toThrow('the engine is gone');
    expect(begun).toEqual([0, 1, 2]);
  });
});

describe('a folder', () => {
  const wish = async (): Promise<Wish> => ({
    ...{ family: await loadFamily('mf-synthetic'), instances: ['branin'] },
    design: { kind: 'sobol', size: 2 },
  });

  it('with something else in it is left alone', async () => {
    const folder = join(emptyRoot(), 'table');
    mkdirSync(folder);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    await expect(measure(await wish(), folder)).rejects.toThrow(/something else in this folder: notes\.txt/);
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });

  it('whose name cannot be that of a family is refused before anything is made', async () => {
    const root = emptyRoot();
    await expect(measure(await wish(), join(root, 'My_Table'))).rejects.toThrow(/"My_Table" cannot name a family/);
    await expect(measure(await wish(), join(root, 'mlp'))).rejects.toThrow(/there is a family "mlp" already/);
    expect(readdirSync(root)).toEqual([]);
  });
});
