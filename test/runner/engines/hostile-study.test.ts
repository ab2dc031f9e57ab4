import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { engineHere } from '../../images/engine-here.js';
import { traces } from './bench.js';
import { linesOf, observedIn, startHport, writeRecipe } from './cli.js';

const place = mkdtempSync(join(tmpdir(), 'hport-test-hostile-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

interface Observed {
  readonly record: string;
  readonly status?: string;
  readonly cost?: number;
}

describe.skipIf(!engineHere)('a study of a family that does what no benchmark should', { timeout: 120_000 }, () => {
  it('goes on to its end, every evaluation told with a status and a cost, and leaves nothing', async () => {
    const recipe = writeRecipe(place, 'hostile', 'only', ['engine: docker', 'deadline: 1', 'retries: 1']);
    const folder = join(place, 'study');
    const { identity, ended } = startHport(['run', recipe, '--out', folder]);
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(0);
    const lines = linesOf(join(folder, 'runs', 'hostile.only.random-search.1.jsonl'));
    expect(observedIn(lines)).toHaveLength(14);
    const observed = lines.map((line) => JSON.parse(line) as Observed).filter(({ record }) => record === 'observed');
    expect(new Set(observed.map(({ status }) => status)).size).toBeGreaterThan(2);
    expect(observed.filter(({ cost }) => !(Number(cost) > 0))).toEqual([]);
    expect(await traces(identity)).toEqual([]);
  });
});
