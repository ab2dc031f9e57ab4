import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start } from '../../cli/hport.js';
import { FIXTURES } from '../../runner/engines/bench.js';
import { chromiumPath } from '../browser.js';

/** On the real clock: an evaluation takes a tenth of a second or two, and there are more of them than anybody waits for. */
const RECIPE = `
study: slow
benchmarks: [{ family: slow, instance: plain }]
optimizers: [{ name: random-search }, { name: hyperband, options: { eta: 2 } }]
seeds: [0]
budget: { evaluations: 100000 }
workers: { count: 2, memory: 96MiB, pids: 32 }
engine: process
`;

describe.skipIf(chromiumPath === undefined)('the live page in a browser', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'live-')), 'study');
  const env = { HPORT_BENCHMARKS: FIXTURES };
  const troubles: string[] = [];
  let browser: Browser;
  let watching: ReturnType<typeof start>;
  let running: ReturnType<typeof start> | undefined;
  let page: Page;

  beforeAll(async () => {
    // Root has no sandbox of its own in a container.
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
    watching = start(['watch', folder, '--wait']);
    const address = await new Promise<string>((resolve, reject) => {
      watching.child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
      void watching.ended.then(({ stderr }) => reject(new Error(stderr)));
    });
    page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    page.on('pageerror', ({ message }) => troubles.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(address) && !request.url().startsWith('data:')) troubles.push(request.url());
    });
    await page.goto(address);
  }, 60_000);

  afterAll(async () => {
    running?.child.kill('SIGKILL');
    watching.child.kill('SIGKILL');
    await browser.close();
  });

  const text = async (selector: string): Promise<string> => (await page.locator(selector).textContent()) ?? '';
  const evaluations = async (): Promise<number> =>
    Number(/([\d,]+) evaluations/.exec(await text('#live-now'))?.[1]?.replace(',', ''));

  it('waits for a study, and shows its pictures without being loaded again by hand', async () => {
    expect(await text('#live-now')).toContain(`there is no study yet in ${folder}`);
    const recipe = join(mkdtempSync(join(tmpdir(), 'live-')), 'slow.yaml');
    writeFileSync(recipe, RECIPE);
    running = start(['run', recipe, '--out', folder], env);
    await page.locator('#anytime figure:not(.off)').first().waitFor({ timeout: 120_000 });
    expect(await text('#live-now')).toContain('The study is running.');
  }, 150_000);

  it('moves while the study runs', async () => {
    const before = await evaluations();
    await expect.poll(evaluations, { timeout: 30_000 }).toBeGreaterThan(before);
    expect(await page.locator('#live-incumbents tbody tr').first().textContent()).toMatch(
      /^slow\.plainrandom-searchloss1/,
    );
  }, 60_000);

  it('keeps filters, what is open and where it is scrolled to when the last pictures come', async () => {
    await page.uncheck('input[value=random-search]');
    await page.locator('#table-scores summary').click();
    await page.locator('#live-incumbents summary').click();
    await page.evaluate("document.querySelector('#anytime').scrollIntoView({ behavior: 'instant' })");
    const top = (): Promise<number> =>
      page.evaluate<number>("Math.round(document.querySelector('#anytime').getBoundingClientRect().top)");
    const before = await top();
    const shown = await page.getAttribute('#live', 'data-page');
    // What is left when its runner goes is drawn at once, however long ago the last drawing was.
    running?.child.kill('SIGINT');
    expect((await running?.ended)?.code).toBe(130);
    await expect.poll(() => page.getAttribute('#live', 'data-page'), { timeout: 60_000 }).not.toBe(shown);
    expect(await text('#live-now')).toContain('The study has stopped: 2 of 2 runs have no end');
    const all = (await evaluations()).toLocaleString('en');
    expect(await text('header')).toContain(`${all} evaluations`);
    expect(await page.isChecked('input[value=random-search]')).toBe(false);
    const marks = page.locator('#anytime svg [data-optimizer=random-search]');
    expect(await marks.count()).toBeGreaterThan(0);
    expect(await page.locator('#anytime svg [data-optimizer=random-search]:not(.off)').count()).toBe(0);
    expect(await page.locator('#table-scores').getAttribute('open')).toBe('');
    expect(await page.locator('#live-incumbents').getAttribute('open')).toBeNull();
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
  }, 90_000);

  it('also shows without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(page.url());
    expect(await plain.locator('#live-now').textContent()).toContain('The study has stopped');
    expect(await plain.locator('#anytime figure:not(.off) svg').first().isVisible()).toBe(true);
    await context.close();
  });

  it('threw nothing, was refused nothing and asked nobody else', () => {
    expect(troubles).toEqual([]);
  });

  it('says so when the server has gone', async () => {
    watching.child.kill('SIGINT');
    expect((await watching.ended).code).toBe(130);
    await page.locator('#live-link').waitFor({ state: 'visible', timeout: 30_000 });
    expect(await text('#live-link')).toContain('hport watch does not answer any more');
  }, 60_000);
});
