import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { assignGpus } from '../../src/runner/slots.js';

const folder = mkdtempSync(join(tmpdir(), 'hport-test-gpus-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

/** A driver's program that shows so many devices. */
function showGpus(count: number): void {
  const lines = Array.from({ length: count }, (_, index) => `echo '${index}, GPU-0000-${index}'`);
  writeFileSync(join(folder, 'nvidia-smi'), ['#!/bin/sh', ...lines].join('\n'));
  chmodSync(join(folder, 'nvidia-smi'), 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
}

const SIZE = { count: 2, cpus: 1, memoryBytes: 2 ** 30, pids: 64, gpus: 2 };

describe('the devices of worker slots', () => {
  it('are none where none are asked for', async () => {
    expect(await assignGpus({ ...SIZE, gpus: 0 }, 3)).toEqual([[], [], []]);
  });

  it('are a set of its own for each slot', async () => {
    showGpus(5);
    expect(await assignGpus(SIZE, 2)).toEqual([
      ['0', '1'],
      ['2', '3'],
    ]);
  });

  it('are taken from those that the recipe names, each once', async () => {
    const sets = await assignGpus({ ...SIZE, gpus: 1, gpuIds: ['3', 'GPU-0000-1', '3', '0'] }, 3);
    expect(sets).toEqual([['3'], ['GPU-0000-1'], ['0']]);
  });

  it('that are not enough are an error that says how many there are', async () => {
    showGpus(3);
    await expect(assignGpus(SIZE, 2)).rejects.toThrow(
      '2 workers at once of 2 GPU need 4, and this machine has 3 (0, 1, 2)',
    );
    await expect(assignGpus({ ...SIZE, gpuIds: ['7'] }, 1)).rejects.toThrow(
      'one worker of 2 GPU need 2, and workers.gpuIds names 1 (7)',
    );
    showGpus(0);
    await expect(assignGpus(SIZE, 1)).rejects.toMatchObject({
      code: 'infrastructure',
      details: { key: 'workers.gpus', mend: expect.stringContaining('set workers.gpus to 0') as string },
    });
  });
});
