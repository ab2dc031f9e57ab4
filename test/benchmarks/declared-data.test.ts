import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureData } from '../../src/data/ensure.js';
import { fileState } from '../../src/data/file-state.js';
import { listFamilies, loadFamily } from '../../src/runner/families.js';
import { mirror } from '../mirror.js';

const data = mirror();

describe.skipIf(data === undefined)('the files that families declare', () => {
  it('have the declared sums and sizes, as far as the mirror has them', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'hport-data-'));
    const families = await Promise.all((await listFamilies()).map(loadFamily));
    const files = families.flatMap((family) => Object.values(family.data).flat());
    const states = await Promise.all(files.map((file) => fileState(file, cache, data ?? '')));
    const here = files.filter((_, index) => states[index] === 'mirror');
    expect(here).not.toEqual([]);
    const ensured = await ensureData(here, { cache, mirror: data ?? '' });
    expect(ensured.map(({ from }) => from)).not.toContain('cache');
    // Every conversion must be there: nobody else has it.
    expect(files.filter((_, index) => states[index] === 'missing').map(({ mirror: path }) => path)).toEqual([]);
  });
});
