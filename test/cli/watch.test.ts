import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Comparison } from '../../src/analysis/comparison.js';
import { chromiumPath } from '../report/browser.js';
import { emptyFolder, hport, start } from './hport.js';

/** Enough model fitting for some seconds. */
const RECIPE = `
study: watched
benchmarks: [{ family: counting-ones, instance: d16 }]
optimizers: [{ name: bohb }, { name: hyperband }]
seeds: { first: 0, count: 4 }
budget: { fullEvaluations: 60 }
`;

async function addressOf(child: ReturnType<typeof start>['child']): Promise<string> {
  return new Promise((resolve) => child.stdout?.on('data', (chunk: Buffer) => {
    const [address] = /http:\S+/.exec(chunk.toString()) ?? [];
    if (address !== undefined) resolve(address);
  })); // prettier-ignore
}

async function recipeIn(folder: string): Promise<string> {
  const file = join(folder, 'recipe.yaml');
  writeFileSync(file, RECIPE);
  return Promise.resolve(file);
}

describe.skipIf(chromiumPath === undefined)('hport watch in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
  });

  it('shows a study from before its beginning to its end; filters stay', async () => {
    const folder = await emptyFolder();
    const out = join(folder, 'study');
    const watching = start(['watch', out, '--wait']);
    const address = await addressOf(watching.child);
    const page = await browser.newPage();
    const troubles: string[] = [];
    page.on('pageerror', ({ message }) => troubles.push(message));
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
    await page.goto(address);
    const strip = page.locator('#live');
    expect(await strip.innerText()).toContain(`Waiting: there is no study yet in ${out}.`);

    const running = start(['run', await recipeIn(folder), '--out', out]);
    await page.locator('.filters').waitFor({ timeout: 100_000 });
    const box = page.locator('input[name=optimizer][value=bohb]');
    await box.uncheck();
    expect((await running.ended).code).toBe(0);
    await page.getByText('The study has ended. This is all of it.').waitFor({ timeout: 100_000 });
    await page.locator('#live', { hasText: '8 of 8 runs ended' }).waitFor();
    await page.locator('header', { hasText: '8 of 8 runs ended' }).waitFor({ timeout: 100_000 });
    expect(await box.isChecked()).toBe(false);
    expect(await page.locator('figure:not(.off)').count()).toBeGreaterThan(5);
    expect(troubles).toEqual([]);

    const summary = (await (await fetch(new URL('/summary.json', address))).json()) as Comparison;
    expect(summary.studies).toMatchObject([{ study: 'watched', planned: 8, ended: 8 }]);
    watching.child.kill('SIGINT');
    expect((await watching.ended).code).toBe(130);
    await page.getByText('does not answer any more').waitFor();
  }, 300_000);
});

test('hport watch leaves when the study has ended, if it is asked to', async () => {
  const folder = await emptyFolder();
  const out = join(folder, 'study');
  expect((await hport('run', await recipeIn(folder), '--out', out)).code).toBe(0);
  const { code, stdout, stderr } = await hport('watch', out, '--until-end', '--json');
  expect({ code, answer: JSON.parse(stdout) as unknown }).toMatchObject({
    code: 0,
    answer: { address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) as string, folders: [out] },
  });
  expect(stderr).toContain('ended: all of 8 runs');
}, 120_000);

test.each([
  [['nowhere'], /nowhere: there is no such folder\n.*--wait/],
  [['.', '--port', '70000'], /Expected a whole number from 0 to 65535/],
])('hport watch %j is a mistake that is explained', async (args, message) => {
  const { code, stderr } = await hport('watch', ...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});
