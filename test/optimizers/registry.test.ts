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
