import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { listOptimizers, loadOptimizer, optimizerNames } from '../../src/optimizers/registry.js';

describe('the registry of optimizers', () => {
  it('lists every file of the folder that is not its own', async () => {
    const files = (await readdir('src/optimizers')).filter((file) => /\.ts$/.test(file));
    const expected = files.map((file) => file.slice(0, -3)).filter((name) => !['optimizer', 'registry'].includes(name));
    expect(optimizerNames()).toEqual(expected.sort());
    expect((await listOptimizers()).map(({ name }) => name)).toEqual(expected);
    expect(expected).toEqual(expect.arrayContaining(['hyperband', 'random-search']));
  });

  it('loads one by name', async () => {
    expect((await loadOptimizer('hyperband')).name).toBe('hyperband');
  });

  it('says what was perhaps meant', async () => {
    await expect(loadOptimizer('hyperbnad')).rejects.toThrow(
      'there is no optimizer "hyperbnad" (did you mean "hyperband"?)',
    );
    await expect(loadOptimizer('registry')).rejects.toThrow('there is no optimizer "registry"');
  });
});

describe('what is named after a package', () => {
  const PACKAGES = 'Optuna|Hyperopt|HpBandSter|Syne Tune|pycma|library cmaes';

  it('names the version that it was compared with, since defaults and rules change between versions', async () => {
    const named: string[] = [];
    const bare: string[] = [];
    for (const { name, source, summary, options } of await listOptimizers()) {
      for (const text of [source, summary, ...descriptionsOf(options)]) {
        if (new RegExp(PACKAGES).test(text)) named.push(text);
        if (new RegExp(`(${PACKAGES})(?! (before )?\\d)`).test(text)) bare.push(`${name}: ${text}`);
      }
    }
    expect(named.length).toBeGreaterThan(8);
    expect(bare).toEqual([]);
  });
});

/** Of each option, and of what is in it. */
function descriptionsOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'description' && typeof value === 'string' ? [value] : descriptionsOf(value),
  );
}
