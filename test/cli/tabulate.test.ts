import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFamily } from '../runner/fixtures/conformance/family.js';
import { call, emptyFolder, start } from './hport.js';

const BRANIN = ['tabulate', 'mf-synthetic', '--instance', 'branin'];

describe('hport tabulate', () => {
  test('writes a family, and says how to check it', async () => {
    const root = await emptyFolder();
    const out = join(root, 'branin-table');
    const { code, stdout, stderr } = await call(...BRANIN, '--design', 'sobol:3', '--seeds', '2', '--out', out);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${out}: 30 evaluations\nNow: HPORT_BENCHMARKS=${root} hport references branin-table\nand: HPORT_BENCHMARKS=${root} hport check branin-table\n`,
    });
    expect(stderr).toMatch(
      /^mf-synthetic\/branin: 3 configurations x z 1, 3, 9, 27, 81 x 2 seeds\n0 of 30 cells\n(?:.*\n)*30 of 30 cells\n$/,
    );
    expect(readdirSync(out).sort()).toEqual(['benchmark.yaml', 'provenance.json', 'rows.csv']);
  });

  test('takes several instances and levels, and answers in JSON', async () => {
    const out = join(await emptyFolder(), 'table');
    const levels = ['--fidelities', '{"z": [9, 81]}'];
    const { stdout } = await call(...BRANIN, 'hartmann3', '--design', 'grid:2', ...levels, '--out', out, '--json');
    expect(JSON.parse(stdout)).toEqual({
      ...{ family: 'mf-synthetic', instances: ['branin', 'hartmann3'], engine: 'inline', folder: out },
      ...{ cells: 24, done: 24, failed: 0, share: 1 },
    });
  });

  test.each([
    [
      ['--design', 'random:3'],
      /^error: design: "random:3" is no design\n {2}Write grid, grid:RESOLUTION .* or sobol:SIZE/,
    ],
    [[], /^error: required option '--design <design>' not specified/],
    [['--design', 'grid:2', '--fidelities', '[9]'], /Expected a JSON object/],
    [
      ['--design', 'grid:2', '--fidelities', '{"y": [9]}'],
      /^error: fidelities: there is no fidelity "y".*\n {2}Name z\./,
    ],
    [
      ['--design', 'grid:2', '--fidelities', '{"z": [9, 82]}'],
      /^error: fidelities\.z: 82 is above the highest level, 81/,
    ],
    [['--design', 'grid:2', '--seeds', '0'], /Expected a whole number from 1 to 10000/],
    [['--design', 'grid:2', '--deadline', '-1'], /Expected seconds, above 0/],
    [['--design', 'grid:2', '--workers', 'two'], /Expected a whole number from 1 to 10000/],
    [['--design', 'grid:2', '--engine', 'dokcer'], /dokcer/],
    [['nothing', '--design', 'grid:2'], /unknown instance "nothing" of mf-synthetic/],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await call(...BRANIN, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('goes on where it was killed', async () => {
    const family = await makeFamily('python', 'sound');
    const root = dirname(family.folder);
    const out = join(root, 'killed');
    const args = ['tabulate', family.name, '--instance', 'a', '--design', 'sobol:6', '--seeds', '2', '--out', out];
    const levels = ['--fidelities', '{"epochs": [9, 27, 81]}', '--engine', 'process'];
    const { child, ended } = start([...args, ...levels], { HPORT_BENCHMARKS: root });
    const journal = join(out, '.measured.jsonl');
    const written = (): number => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length - 1 : 0);
    while (written() < 4) await setTimeout(20);
    child.kill('SIGKILL');
    await ended;
    const before = readFileSync(journal, 'utf8');
    expect(before.split('\n').length).toBeLessThan(36);
    const again = await call(...args, ...levels);
    expect(again.code).toBe(0);
    const rows = readFileSync(join(out, 'rows.csv'), 'utf8').trimEnd().split('\n');
    expect(rows).toHaveLength(1 + 36);
    // What was measured before is in the table as it was.
    const { cell, cost } = JSON.parse(before.split('\n')[3] ?? '') as { readonly cell: number; readonly cost: number };
    expect(rows[1 + cell]).toContain(`,${cost},`);
    const provenance = JSON.parse(readFileSync(join(out, 'provenance.json'), 'utf8')) as {
      readonly sessions: unknown[];
    };
    expect(provenance.sessions).toHaveLength(2);
    expect(readdirSync(out).sort()).toEqual(['benchmark.yaml', 'provenance.json', 'rows.csv']);
  });

  test('keeps what is measured when it is interrupted, and says so', async () => {
    const family = await makeFamily('python', 'sound');
    const root = dirname(family.folder);
    const out = join(root, 'stopped');
    const args = [
      'tabulate',
      family.name,
      '--instance',
      'a',
      '--design',
      'sobol:6',
      '--out',
      out,
      '--engine',
      'process',
    ];
    const { child, ended } = start(args, { HPORT_BENCHMARKS: root });
    const journal = join(out, '.measured.jsonl');
    while (!existsSync(journal) || readFileSync(journal, 'utf8') === '') await setTimeout(20);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain(`what is measured is kept in ${out}; the same command goes on from there`);
    expect(existsSync(join(out, 'benchmark.yaml'))).toBe(false);
  });
});
