import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkFamily } from '../../../src/runner/conformance.js';
import { loadFamily } from '../../../src/runner/families.js';
import { engineHere } from '../../images/engine-here.js';
import { csvText, toyLines } from './toy.js';
import { writeTableFamily } from './write-family.js';

describe('a family that is a manifest and a CSV', () => {
  beforeEach(() => void writeTableFamily({ 'rows.csv': csvText(toyLines(2)) }, { file: 'rows.csv' }));
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
  const odd = csvText(
    toyLines(2).map((line) => (line.op === 'c' ? { ...line, cost: 4 - line.epoch / 3, replicate: 0 } : line)),
  );
  const tableStep = async (): Promise<object | undefined> => {
    const steps = await checkFamily(await loadFamily('toy-table'), { engine: 'inline' });
    return steps.find(({ name }) => name === 'table');
  };

  it('fails on what is odd and not declared, and says what to write', async () => {
    writeTableFamily({ 'rows.csv': odd }, { file: 'rows.csv', audit: { duplicates: 12 } });
    expect(await tableStep()).toMatchObject({
      status: 'failed',
      message: expect.stringContaining(
        'only: table: {audit: {duplicates: 12, cheaper: 8}} was found, and the manifest says cheaper 0',
      ) as string,
    });
  });

  it('passes when the manifest knows it, and reports the counts', async () => {
    writeTableFamily({ 'rows.csv': odd }, { file: 'rows.csv', audit: { duplicates: true, cheaper: 8 } });
    expect(await tableStep()).toEqual({
      name: 'table',
      status: 'passed',
      message: 'declared: duplicates 12, cheaper 8',
    });
  });
});
