import { describe, expect, it } from 'vitest';
import { noticesOf } from '../../src/cli/notices.js';
import { planRecipe } from '../../src/runner/plan.js';
import { recipeText, write } from '../runner/recipe-fixture.js';

async function noticed(benchmarks: string): Promise<readonly string[]> {
  const optimizers = '[{ name: random-search }]';
  return noticesOf((await planRecipe(await write(recipeText({ benchmarks, optimizers })))).runs);
}

describe('notices of what runs optimise', () => {
  it('are one line a family and metric, however many instances have one of their own', async () => {
    const lines = await noticed('[{ family: yahpo-rbv2-xgboost, instances: all, objectives: [acc] }]');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^notice: acc of yahpo-rbv2-xgboost: not to be trusted on 18, 23, 60, 151, 181 and \d+ more: hport describe says why/,
    );
    expect(lines[0]?.length).toBeLessThan(200);
  });

  it('have the reason where there is one', async () => {
    const one = await noticed("[{ family: yahpo-rbv2-xgboost, instance: '41169' }]");
    expect(one).toEqual([
      expect.stringMatching(/: Predicted up to 1 for 1000 random configurations.*measured at 0\.386\.$/),
    ]);
    const shared = await noticed("[{ family: yahpo-rbv2-rpart, instances: ['14', '16'], objectives: [memory] }]");
    expect(shared).toEqual([
      expect.stringMatching(/^notice: memory of yahpo-rbv2-rpart: Much of it is predicted near 0/),
    ]);
  });

  it('are none for sound instances', async () => {
    expect(await noticed('[{ family: yahpo-rbv2-xgboost, instances: sound }]')).toEqual([]);
  });
});
