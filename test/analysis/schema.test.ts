import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.js';
import { compileSchema } from '../../src/core/schema.js';
import { schemaOfType } from './schema-of-type.js';
import { ERROR, writeStudy } from './study-fixture.js';

const schema = schemaOfType('src/analysis/comparison.ts', 'Comparison');

it('the published schema is that of the types (write it anew with `vitest -u`)', async () => {
  const file = resolve('src/analysis/comparison.schema.json');
  const style = { ...(await resolveConfig(file)), filepath: file };
  await expect(await format(JSON.stringify(schema, null, 2), style)).toMatchFileSnapshot(file);
});

it('a comparison with a bit of everything fits it, and one with a key too many does not', async () => {
  const metrics = {
    ...ERROR.metrics,
    size: {
      ...({ direction: 'minimize', role: 'objective', lower: 0, upper: 1 } as const),
      scale: { best: 0, exact: false, median: 1, how: 'by hand' },
    },
  } as const;
  const folder = writeStudy(join(mkdtempSync(join(tmpdir(), 'schema-')), 'study'), {
    benchmarks: { 'f.a': { ...ERROR, metrics }, 'g.b': { ...ERROR, metrics } },
    optimizers: ['random-search', 'hyperband'],
    objectives: ['error', 'size'],
    seeds: [0, 1],
    run: (_, optimizer, seed) => ({
      evaluations: Array.from({ length: 20 }, (__, i) => ({
        level: optimizer === 'hyperband' && i % 2 === 0 ? 3 : 9,
        trial: Math.floor(i / 2),
        metrics: { error: 0.2 + 0.03 * ((i * 7 + seed) % 11), size: 0.05 * ((i * 3) % 13), test_error: 0.5 },
        ...(i === 5 && { status: 'failed' as const }),
      })),
    }),
  });
  const comparison = await analyse([folder], { draws: 20, rankDraws: 20 });
  const empty = Object.entries(comparison).filter(([, part]) => Array.isArray(part) && part.length === 0);
  expect(empty.map(([name]) => name)).toEqual([]);
  const compiled = compileSchema(schema);
  expect(compiled.check(comparison)).toEqual([]);
  expect(compiled.check({ ...comparison, more: 1 }).map(({ message }) => message)).toEqual([
    expect.stringMatching(/unknown key "more"/),
  ]);
});
