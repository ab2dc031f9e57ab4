import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mirror } from '../mirror.js';
import { planRecipe } from '../../src/runner/plan.js';
import { emptyFolder, start } from './hport.js';

const data = mirror();

test.skipIf(data === undefined)('the tour goes through its families, and every run finds something', async () => {
  const { runs } = await planRecipe('recipes/tour.yaml');
  const out = join(await emptyFolder(), 'tour');
  const { code, stdout } = await start(['run', 'recipes/tour.yaml', '--out', out, '--json'], {
    HPORT_DATA_MIRROR: data as string,
  }).ended;
  expect(code).toBe(0);
  const ended = (JSON.parse(stdout) as { runs: { id: string; state: string; incumbent?: unknown }[] }).runs;
  expect(ended.map(({ id }) => id)).toEqual(runs.map(({ id }) => id));
  expect(ended.filter(({ state, incumbent }) => state !== 'completed' || incumbent === undefined)).toEqual([]);
});
