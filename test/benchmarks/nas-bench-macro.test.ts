import { beforeAll, describe, expect, it } from 'vitest';
import nasBenchMacro from '../../benchmarks/nas-bench-macro/table.js';
import { auditTable } from '../../src/runtimes/table/audit.js';
import { mirror } from '../mirror.js';
import { openTables, rowMeans, type OpenTable } from './open-table.js';

const folder = mirror();

const BLOCKS = ['Identity', 'MB3_K3', 'MB6_K5'];

/** A chain as the source writes it. */
const chain = (digits: string) =>
  Object.fromEntries(Array.from(digits, (digit, index) => [`layer${index + 1}`, BLOCKS[Number(digit)] as string]));

describe.runIf(folder !== undefined)('nas-bench-macro', () => {
  let macro: OpenTable;
  beforeAll(async () => {
    macro = await (await openTables(folder as string, 'nas-bench-macro', nasBenchMacro))('cifar10');
  });

  it('has the published best chain, whose mean of three trainings is 93.127', () => {
    const means = rowMeans(macro.table, 'test_acc');
    const best = Math.max(...means);
    expect(best).toBeCloseTo(93.127, 3);
    // Two names of one network.
    for (const name of ['22212220', '22212202']) expect(means[macro.find(chain(name))]).toBe(best);
  });

  it('measured every chain, and has only coincidences that are odd', () => {
    const odd = Object.entries(auditTable(macro.table, macro.descriptor)).filter(([, count]) => count > 0);
    expect(odd).toEqual([['copies', 244]]);
  });

  it('has 9 x 21 x 21 networks: where the identity is nothing, its place is nothing either', () => {
    const accuracies = macro.table.columns['test_acc'] as Float64Array;
    const networkOf = (row: number) => Array.from(row.toString(3).padStart(8, '0'));
    const canonical = (digits: readonly string[]) =>
      [digits.slice(0, 2), digits.slice(2, 5), digits.slice(5)]
        .map(([first, ...rest]) => [first, ...rest.filter((digit) => digit !== '0')].join(''))
        .join(' ');
    const numbers = new Map<string, string>();
    for (let row = 0; row < macro.table.rows; row++) {
      const key = canonical(networkOf(row));
      const own = accuracies.subarray(row * 3, row * 3 + 3).join();
      expect(numbers.get(key) ?? own).toBe(own);
      numbers.set(key, own);
    }
    expect(numbers.size).toBe(9 * 21 * 21);
    expect(new Set(numbers.values()).size).toBe(9 * 21 * 21);
  });
});
