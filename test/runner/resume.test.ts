import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { planStudy } from '../../src/runner/plan.js';
import { readRecipe } from '../../src/runner/recipe.js';
import { resumeStudy, runStudy } from '../../src/runner/study.js';

const RECIPE = `
study: resumed
benchmarks: [{ family: counting-ones, instance: d8 }]
optimizers: [{ name: random-search }, { name: hyperband, options: { eta: 3 } }]
seeds: [0]
budget: { fullEvaluations: 15 }
workers: { count: 4 }
engine: inline
`;

const place = mkdtempSync(join(tmpdir(), 'hport-test-resume-'));
const file = join(place, 'recipe.yaml');
writeFileSync(file, RECIPE);
afterAll(() => rmSync(place, { recursive: true, force: true }));

let studies = 0;
async function runWhole(): Promise<string> {
  const folder = join(place, `study-${studies++}`);
  await runStudy(await planStudy(await readRecipe(file)), folder);
  return folder;
}

function logsOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(join(folder, 'runs')).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, 'runs', name), 'utf8')]));
}

describe('a study on the virtual clock', () => {
  it('gives the same bytes twice', async () => {
    expect(logsOf(await runWhole())).toEqual(logsOf(await runWhole()));
  });

  it('that was cut at any byte resumes to the bytes of the uninterrupted one', async () => {
    const whole = logsOf(await runWhole());
    const folder = await runWhole();
    const rng = createRng('cuts');
    for (let cut = 0; cut < 40; cut++) {
      for (const [name, text] of Object.entries(whole)) {
        truncateSync(join(folder, 'runs', name), rng.integer(Buffer.byteLength(text)));
      }
      const result = await resumeStudy(folder);
      expect(result.runs.map((run) => run.state)).toEqual(['completed', 'completed']);
      expect(logsOf(folder)).toEqual(whole);
    }
  });

  it('tells the same incumbents after a resume of a finished study', async () => {
    const folder = join(place, `study-${studies++}`);
    const first = await runStudy(await planStudy(await readRecipe(file)), folder);
    const again = await resumeStudy(folder);
    expect(again.runs.map((run) => run.incumbent)).toEqual(first.runs.map((run) => run.incumbent));
  });

  it('refuses a log that is damaged before its end, and names file and line', async () => {
    const folder = await runWhole();
    const name = join(folder, 'runs', 'counting-ones.d8.hyperband.0.jsonl');
    const lines = readFileSync(name, 'utf8').split('\n');
    lines[2] = '{"record":"suggested"';
    writeFileSync(name, lines.join('\n'));
    const result = await resumeStudy(folder);
    const failed = result.runs.find((run) => run.run.label === 'hyperband');
    expect(failed?.state).toBe('failed');
    expect(failed?.error).toMatchObject({ code: 'user', details: { file: name, line: 3 } });
  });

  it('refuses a replay that diverges', async () => {
    const folder = await runWhole();
    const name = join(folder, 'runs', 'counting-ones.d8.hyperband.0.jsonl');
    writeFileSync(name, readFileSync(name, 'utf8').replace('"cat_0":1', '"cat_0":0'));
    const failed = (await resumeStudy(folder)).runs.find((run) => run.run.label === 'hyperband');
    expect(failed?.error?.message).toMatch(/diverges|of another run/);
  });

  it('refuses a folder that is in use', async () => {
    const folder = await runWhole();
    await expect(runStudy(await planStudy(await readRecipe(file)), folder)).rejects.toThrow('already in use');
  });
});
