import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReport } from '../../src/report/write-report.js';
import { chromiumPath } from './browser.js';
import { comparison } from './comparison.js';

const OPTIMIZERS = ['asha', 'asha: wide', '<b>"o"'];
const whole = comparison({ optimizers: OPTIMIZERS, benchmarks: ['one.a', 'one.b', 'two.a'] });

describe.skipIf(chromiumPath === undefined)('the page in a browser', () => {
  let browser: Browser;
  let file: string;
  let address: string;
  const troubles: string[] = [];

  beforeAll(async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'page-')), 'report');
    file = (await writeReport(whole, folder)).page;
    address = pathToFileURL(file).href;
    // Root has no sandbox of its own in a container.
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  });

  afterAll(async () => {
    await browser.close();
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await browser.newPage(options);
    page.on('pageerror', ({ message }) => troubles.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    page.on('request', (request) => {
      if (request.url() !== address) troubles.push(request.url());
    });
    await page.goto(address);
    return page;
  }

  it('shows the figures of the clock of the budget, and of another one when asked', async () => {
    const page = await open();
    const clocks = (): Promise<unknown> =>
      page.evaluate(
        "[...new Set([...document.querySelectorAll('figure[data-clock]:not(.off)')].map((each) => each.dataset.clock))]",
      );
    expect(await clocks()).toEqual(['seconds']);
    await page.check('input[value=evaluations]');
    expect(await clocks()).toEqual(['evaluations']);
    expect(await page.locator('#hypervolume').isVisible()).toBe(false);
  });

  it('has a logarithmic time axis, and a linear one when asked', async () => {
    const page = await open();
    const times = (): Promise<unknown> =>
      page.evaluate(
        "[...new Set([...document.querySelectorAll('#anytime figure:not(.off), #regret figure:not(.off)')].map((each) => each.dataset.time))]",
      );
    expect(await times()).toEqual(['log']);
    await page.check('input[value=linear]');
    expect(await times()).toEqual(['linear']);
    expect(await page.locator('#figure-anytime-one\\.a-seconds-linear').isVisible()).toBe(true);
    expect(await page.locator('#figure-anytime-one\\.a-seconds').isVisible()).toBe(false);
    // Another clock than that of the budget has a logarithmic one only.
    await page.check('input[value=evaluations]');
    expect(await page.locator('#figure-anytime-one\\.a-evaluations').isVisible()).toBe(true);
  });

  it('hides what is of a family that is not wanted, in figures and tables', async () => {
    const page = await open();
    await page.locator('.families summary').click();
    await page.uncheck('input[value=one]');
    expect(await page.locator('figure[data-family=one]:visible').count()).toBe(0);
    expect(await page.locator('figure[data-family=two]:visible').count()).toBeGreaterThan(0);
    await page.locator('#table-scores summary').click();
    expect(await page.locator('#table-scores tbody tr:visible').count()).toBe(OPTIMIZERS.length);
  });

  it('hides the marks of an optimizer, not those of one whose label begins alike, and fades its legend', async () => {
    const page = await open();
    const marks = (label: string): Promise<number> =>
      page.locator(`#anytime svg [data-optimizer="${label}"]:not(.off)`).count();
    expect(await marks('asha')).toBeGreaterThan(0);
    await page.locator('input[name=optimizer]').nth(OPTIMIZERS.slice().sort().indexOf('asha')).uncheck();
    expect(await marks('asha')).toBe(0);
    expect(await marks('asha: wide')).toBeGreaterThan(0);
    expect(await page.locator('#anytime .faded').first().textContent()).toBe('asha');
  });

  it('tells exact numbers under the pointer, also between the points of a line', async () => {
    const page = await open({ viewport: { width: 1200, height: 900 } });
    const figure = page.locator('#figure-anytime-one\\.a-seconds');
    await figure.scrollIntoViewIfNeeded();
    const line = await figure.locator('[data-tip^="asha: 0.25 "]').first().boundingBox();
    expect(line).not.toBeNull();
    await page.mouse.move((line?.x ?? 0) + 40, (line?.y ?? 0) + 4);
    expect(await page.locator('#tip').isVisible()).toBe(true);
    expect(await page.locator('#tip').textContent()).toBe('asha0.25 (0.23 to 0.27) from 1 s on, 4 runs');
    await page.mouse.move(2, 2);
    expect(await page.locator('#tip').isVisible()).toBe(false);
  });

  it('tells the numbers of the line of parallel coordinates that is nearest to the pointer', async () => {
    const page = await open({ viewport: { width: 1200, height: 900 } });
    const figure = page.locator('#figure-parallel-coordinates-one\\.a');
    await figure.scrollIntoViewIfNeeded();
    // From alpha 1, at the right end, to the first choice of the next axis, at the left one.
    const line = await figure.locator('[data-tip^="asha: error 0.1 "]').first().boundingBox();
    const [x, y] = [line?.x ?? 0, line?.y ?? 0];
    await page.mouse.move(x + (line?.width ?? 0) - 3, y + 2);
    expect(await page.locator('#tip').textContent()).toBe('ashaerror 0.1 (seed 0); alpha 1, kind tree, depth 1');
    expect(await figure.locator('.traced').count()).toBe(1);
    await page.mouse.move(2, 2);
    expect(await figure.locator('.traced').count()).toBe(0);
  });

  it('fits a phone: nothing is wider than the screen, and the smallest text of a figure has 8 px or more', async () => {
    const page = await open({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    const least = await page.evaluate<number>(
      "Math.min(...[...document.querySelectorAll('figure:not(.off) > svg')].map((svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))",
    );
    const smallest = Math.min(
      ...[...readFileSync(file, 'utf8').matchAll(/font-size="(\d+)px"/g)].map(([, size]) => Number(size)),
    );
    expect(smallest * least).toBeGreaterThanOrEqual(7.9);
  });

  it('is dark where that is wanted, with light text also in figures', async () => {
    const page = await open({ colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(20, 23, 26)');
    expect(await page.evaluate('getComputedStyle(document.querySelector("#anytime figure text")).fill')).toBe(
      'rgb(230, 232, 234)',
    );
  });

  it('can be printed: no filters, black on white, tables open', async () => {
    const page = await open({ colorScheme: 'dark' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.filters').isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)');
    expect(await page.locator('#table-scores table').isVisible()).toBe(true);
    expect((await page.pdf({ format: 'A4', pageRanges: '1-2' })).length).toBeGreaterThan(10_000);
  });

  it('asked nothing of a network and threw nothing', () => {
    expect(troubles).toEqual([]);
  });
});
