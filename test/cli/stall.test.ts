import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hport, writeRecipe } from '../runner/engines/cli.js';

const place = mkdtempSync(join(tmpdir(), 'hport-test-stall-'));

/** A family whose objective makes a promise and forgets it. */
function forgetful(): string {
  const folder = join(place, 'families', 'forgetful');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(place, 'families', 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'objective.js'), 'export default { evaluate: () => new Promise(() => undefined) };\n');
  writeFileSync(
    join(folder, 'benchmark.yaml'),
    `family: forgetful
version: 1.0.0
runtime: node
clock: measured
level: synthetic
source: a test of hport
licence: CC0-1.0
space:
  parameters:
    - { name: x, type: float, lower: 0, upper: 1, default: 1 }
fidelities: []
metrics:
  loss: { direction: minimize, role: objective }
instances:
  only: {}
`,
  );
  return join(place, 'families');
}

it('an inline objective that never answers fails its run with a message, and the program never ends with code 13', async () => {
  const recipe = writeRecipe(place, 'forgetful', 'only', ['engine: inline']);
  const env = { HPORT_BENCHMARKS: forgetful() };
  const { code, stdout, stderr } = await hport(['run', recipe, '--out', join(place, 'study')], env);
  expect(stdout + stderr).toContain("an objective's promise was never settled");
  expect(code).toBe(1);
});
