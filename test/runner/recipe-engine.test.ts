import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { join } from 'node:path';
import { packageRoot } from '../../src/core/package.js';
import { loadFamily } from '../../src/runner/families.js';
import { resolveEngine } from '../../src/runner/recipe-engine.js';
import { resolveWorkers } from '../../src/runner/recipe-values.js';
import { manifestText, writeFolder } from './manifest-fixture.js';

afterEach(() => void vi.unstubAllEnvs());

const CODE = 'export default { evaluate: () => ({ metrics: { loss: 1, test_loss: 1 }, cost: 1 }) };\n';

/** A family of somebody else, and the folder that it is in. */
async function strange(): Promise<string> {
  return await writeFolder({ 'toy/benchmark.yaml': manifestText(), 'toy/objective.js': CODE });
}

async function engineOf(names: readonly string[], engine?: string): Promise<string> {
  const families = await Promise.all(names.map(loadFamily));
  const workers = resolveWorkers({}, () => undefined);
  return await resolveEngine(
    { asked: undefined, written: engine, families, workers, deadline: undefined },
    () => undefined,
  );
}

function evaluate(root: string, more: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const words = [join(packageRoot(), 'src', 'hport.mjs'), 'evaluate', 'toy', '--instance', 'a', ...more];
  const all = { ...process.env, HPORT_BENCHMARKS: root, ...env };
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { env: all, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('the engine where none is named', () => {
  test('is inside the runner for families of the suite, and docker as soon as one is not', async () => {
    vi.stubEnv('HPORT_BENCHMARKS', await strange());
    expect(await engineOf(['counting-ones'])).toBe('inline');
    expect(await engineOf(['toy'])).toBe('docker');
    expect(await engineOf(['counting-ones', 'toy'])).toBe('docker');
    expect(await engineOf(['toy'], 'inline')).toBe('inline');
  });

  test('is inside the runner for a table of somebody else that has rows and no code', async () => {
    const table = { runtime: 'table', table: '{ file: rows.csv, find: nearest }' };
    const root = await writeFolder({
      'rows/benchmark.yaml': manifestText({ ...table, family: 'rows' }),
      'rows/rows.csv': 'instance,x,epoch,loss,test_loss,cost\n',
      'read/benchmark.yaml': manifestText({ ...table, family: 'read', table: '{ find: own }' }),
      'read/table.js': 'export default {};\n',
    });
    vi.stubEnv('HPORT_BENCHMARKS', root);
    expect(await engineOf(['rows'])).toBe('inline');
    expect(await engineOf(['read'])).toBe('docker');
  });
});

describe('a family of somebody else', () => {
  test('without a container engine does not run, and the choices are named', async () => {
    const { status, stderr } = evaluate(await strange(), [], { DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    expect(stderr).toMatch(/no container engine answers at unix:\/\/\/nowhere.*\n.*isolates nothing: --engine process/);
    expect(status).toBe(1);
  });

  test.each(['inline', 'process'])(
    'runs on %s when that is asked for by name, and is told what that means',
    async (engine) => {
      const { status, stdout, stderr } = evaluate(await strange(), ['--engine', engine]);
      expect(stderr).toContain(`the family toy is not of the suite, and the engine ${engine} isolates nothing`);
      expect([status, stdout]).toEqual([0, expect.stringContaining('loss: 1')]);
    },
  );
});
