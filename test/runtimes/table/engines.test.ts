import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkFamily } from '../../../src/runner/conformance.js';
import { loadFamily } from '../../../src/runner/families.js';
import { createInstance } from '../../../src/runner/conformance/instance.js';
import { jumpingTrials } from '../../../src/runner/conformance/one-run.js';
import { createRespondent } from '../../../src/runner/conformance/respondent.js';
import type { Guest } from '../../../src/runner/engines/engine.js';
import type { Benchmark } from '../../../src/protocol/benchmark.js';
import type { Descriptor } from '../../../src/protocol/descriptor.js';
import { objectiveBenchmark } from '../../../src/protocol/objective.js';
import { tablesOf } from '../../../src/runtimes/table/load.js';
import { loadObjective } from '../../../src/runtimes/registry.js';
import { engineHere } from '../../images/engine-here.js';
import { csvText, lossAt, toyLines } from './toy.js';
import { writeTableFamily } from './write-family.js';

/** Of the toy with two runs: that of its first row. */
const OPTIMUM = (lossAt(0, 8, 9, 1, 0) + lossAt(0, 8, 9, 1, 1)) / 2;
const MEANS = { metrics: { mean_loss: { optimum: OPTIMUM } } };

describe('a family that is a manifest and a CSV', () => {
  beforeEach(
    () => void writeTableFamily({ 'rows.csv': csvText(toyLines(2)) }, { file: 'rows.csv', replicates: 'seed' }, MEANS),
  );
  afterEach(() => void vi.unstubAllEnvs());

  it.each(['inline', 'process', ...(engineHere ? ['docker'] : [])])(
    'keeps the contract on the engine %s',
    async (engine) => {
      const steps = await checkFamily(await loadFamily('toy-table'), { engine });
      const failed = steps.filter(({ status }) => status === 'failed');
      expect(failed).toEqual([]);
      const passed = steps.filter(({ status }) => status === 'passed').map(({ name }) => name);
      expect(passed).toEqual(
        expect.arrayContaining(['start', 'table', 'golden', 'same seed', 'call order', 'batch', 'progress', 'engines']),
      );
      expect(steps.find(({ name }) => name === 'progress')?.message).toBe('3 reports, the last at level 9');
    },
    120_000,
  );
});

describe('the check of a table', () => {
  afterEach(() => void vi.unstubAllEnvs());
  const FILE = { file: 'rows.csv', replicates: 'seed' };
  const odd = csvText(
    toyLines(2).map((line) => (line.op === 'c' ? { ...line, cost: 4 - line.epoch / 3, replicate: 0 } : line)),
  );
  const tableStep = async (): Promise<object | undefined> => {
    const steps = await checkFamily(await loadFamily('toy-table'), { engine: 'inline' });
    return steps.find(({ name }) => name === 'table');
  };

  it('fails on what is odd and not declared, and says what to write', async () => {
    writeTableFamily({ 'rows.csv': odd }, { ...FILE, audit: { duplicates: 12 } });
    expect(await tableStep()).toMatchObject({
      status: 'failed',
      message: expect.stringContaining(
        'only: table: {audit: {duplicates: 12, cheaper: 8}} was found, and the manifest says cheaper 0',
      ) as string,
    });
  });

  it('fails on runs that vanish on their way, and tells them from rows with fewer runs', async () => {
    const lines = toyLines(2).filter(
      ({ op, epoch, replicate }) => replicate === 0 || (op !== 'a' && (op !== 'b' || epoch < 9)),
    );
    writeTableFamily({ 'rows.csv': csvText(lines) }, FILE);
    const message = expect.stringContaining('only: table: {audit: {gaps: 4}} was found') as string;
    expect(await tableStep()).toMatchObject({ status: 'failed', message });
  });

  it('fails on an optimum of the mean that is another', async () => {
    writeTableFamily({ 'rows.csv': csvText(toyLines(2)) }, FILE, { metrics: { mean_loss: { optimum: 1 } } });
    const found = `only: metrics: {mean_loss: {optimum: ${OPTIMUM}}} was found, and the manifest says 1`;
    expect(await tableStep()).toMatchObject({ status: 'failed', message: expect.stringContaining(found) as string });
  });

  it('fails on a trial that jumps between runs, as a guest of another version may let it', async () => {
    writeTableFamily({ 'rows.csv': csvText(toyLines(2)) }, FILE, MEANS);
    const { folder, descriptors } = await loadFamily('toy-table');
    const family = { folder, code: folder, descriptors };
    const [descriptor, load] = [family.descriptors['only'] as Descriptor, await tablesOf(family)];
    const table = await load('only');
    const objective = objectiveBenchmark(await loadObjective('table', family), family.descriptors);
    const jumping: Benchmark = {
      ...objective,
      evaluate: (params, options) =>
        objective.evaluate({ ...params, seed: params.seed + Number(params.fidelity['epoch'] === 3) }, options),
    };
    const asked = async (benchmark: Benchmark): Promise<readonly string[]> => {
      const guest = createRespondent(
        { benchmark, stop: () => Promise.resolve(undefined) } as unknown as Guest,
        undefined,
      );
      return await jumpingTrials(guest, createInstance(descriptor), table);
    };
    expect(await asked(objective)).toEqual([]);
    expect((await asked(jumping))[0]).toMatch(/^only: what is answered at 6 levels is of no single run: /);
  });

  it('passes when the manifest knows it, and reports the counts', async () => {
    writeTableFamily({ 'rows.csv': odd }, { ...FILE, audit: { duplicates: true, cheaper: 8 } }, MEANS);
    expect(await tableStep()).toEqual({
      name: 'table',
      status: 'passed',
      message: 'declared: duplicates 12, cheaper 8',
    });
  });
});
