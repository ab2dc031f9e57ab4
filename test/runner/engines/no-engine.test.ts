import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { engineHere } from '../../images/engine-here.js';
import { hport, writeRecipe } from './cli.js';

const place = mkdtempSync(join(tmpdir(), 'hport-test-none-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('a study whose engine is not there', () => {
  it('ends with 1, says where it looked, and what to do', async () => {
    const recipe = writeRecipe(place, 'slow', 'plain', ['engine: docker']);
    const { code, stderr } = await hport(['run', recipe, '--out', join(place, 'none')], {
      DOCKER_HOST: 'unix:///nowhere/docker.sock',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('no container engine answers at unix:///nowhere/docker.sock');
    expect(stderr).toMatch(/name an engine that needs none and isolates nothing: --engine process/);
  });
});

describe.skipIf(!engineHere)('a study whose image is not there', () => {
  it('ends with 1, and says which and what to do', async () => {
    const recipe = writeRecipe(place, 'imageless', 'only', ['engine: docker']);
    const { code, stderr } = await hport(['run', recipe, '--out', join(place, 'imageless')]);
    expect(code).toBe(1);
    expect(stderr).toContain('image localhost:1/hport-none:1 is missing and cannot be pulled');
    expect(stderr).toMatch(/build or load it/);
  });
});
