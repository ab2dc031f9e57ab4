import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { VegaLiteSpec } from '../../src/report/figures/figure.js';
import { listFigures } from '../../src/report/figures/registry.js';
import { createPalette } from '../../src/report/palette.js';
import { renderSvg } from '../../src/report/render.js';
import { comparison } from './comparison.js';

const definitions = await listFigures();
const optimizers = ['hyperband', 'random-search', 'bohb', 'dehb', 'asha', 'tpe', 'gp', 'smac', 'hebo', 'mo<b>: x'];
const whole = comparison({ optimizers, benchmarks: ['one.a', 'one.b', 'two.a'] });
const palette = createPalette(optimizers);
const schema: unknown = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json'), 'utf8'),
);
const isVegaLite = new Ajv({ strict: false, logger: false }).compile(schema as object);

describe('the figures', () => {
  it('are the files of their folder', () => {
    const files = readdirSync(new URL('../../src/report/figures/', import.meta.url)).filter((file) =>
      file.endsWith('.ts'),
    );
    expect(definitions.map(({ name }) => `${name}.ts`).sort()).toEqual(
      files.filter((file) => !['figure.ts', 'registry.ts'].includes(file)).sort(),
    );
  });

  it('draw nothing of a comparison that has nothing', () => {
    const empty = comparison({ optimizers: [], benchmarks: [] });
    const nothing = { ...empty, friedman: [] };
    expect(definitions.flatMap((definition) => definition.draw(nothing, createPalette([])))).toEqual([]);
  });
});

describe.each(definitions)('the figure $name', (definition) => {
  const figures = definition.draw(whole, palette);

  it('draws what there is', () => {
    expect(figures.length).toBeGreaterThan(0);
  });

  it('is a valid specification of Vega-Lite with its data, a title and a caption', () => {
    for (const { spec, caption, title } of figures) {
      expect(isVegaLite(spec), JSON.stringify(isVegaLite.errors?.slice(0, 3))).toBe(true);
      expect(JSON.stringify(spec)).not.toContain('"url"');
      expect(JSON.stringify(spec)).not.toContain('null,null');
      expect(spec['description']).toBe(caption);
      expect(title).not.toBe('');
      expect(caption).toMatch(/\.$/);
    }
  });

  it('has titles on its axes', () => {
    const titles = figures.flatMap(({ spec }) => axisTitles(spec));
    expect(titles.length).toBeGreaterThan(0);
    expect(titles).not.toContain('');
  });

  it('renders to SVG whose marks say their numbers', async () => {
    const svg = await renderSvg((figures[0] as (typeof figures)[0]).spec);
    expect(svg).toMatch(/^<svg .*<\/svg>$/s);
    expect(svg).not.toContain('NaN');
    expect(svg).toMatch(/aria-label="[^"]*: [^"]*\d/);
  });

  it('can be drawn of one optimizer and one benchmark', async () => {
    const one = comparison({ optimizers: ['asha'], benchmarks: ['one.a'] });
    for (const { spec } of definition.draw(one, createPalette(['asha']))) await renderSvg(spec);
  });
});

/** Titles of all quantitative axes that are drawn. */
function axisTitles(spec: VegaLiteSpec): string[] {
  const layers = [spec, ...((spec['layer'] as readonly VegaLiteSpec[] | undefined) ?? [])];
  return layers.flatMap(({ encoding }) => {
    const { x, y } = (encoding ?? {}) as { x?: VegaLiteSpec; y?: VegaLiteSpec };
    return [x, y].flatMap((channel) =>
      channel === undefined || channel['type'] !== 'quantitative' || channel['axis'] === null
        ? []
        : [typeof channel['title'] === 'string' ? channel['title'] : ''],
    );
  });
}
