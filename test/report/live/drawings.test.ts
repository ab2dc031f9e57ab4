import { describe, expect, it } from 'vitest';
import type { Drawn } from '../../../src/report/live/drawer.js';
import { createDrawings } from '../../../src/report/live/drawings.js';

const SHARE = 0.03;
const page: Drawn = { kind: 'page', title: 't', body: 'b', summary: '{}', rendered: 0, cpu: 0 };

/** Drawings that take some seconds of CPU each, on a clock of the test. */
function setting(cpu: number, drawn: Drawn = page) {
  let now = 1_000_000;
  let count = 0;
  const draw = (): Promise<Drawn> => {
    count++;
    return Promise.resolve({ ...drawn, cpu });
  };
  const drawings = createDrawings({ draw }, { share: SHARE, now: () => now });
  return { drawings, count: () => count, pass: (seconds: number) => void (now += 1000 * seconds) };
}

describe('drawings of a running study', () => {
  it.each([0.5, 3, 40])('of %d s of CPU take a fixed share of an hour, however often something is new', async (cpu) => {
    const { drawings, count, pass } = setting(cpu);
    for (let second = 0; second < 3600; second++) {
      await drawings.drawIfDue(second, false);
      pass(1);
    }
    expect((count() - 1) * cpu).toBeLessThanOrEqual(SHARE * 3600);
    // Looked at once a second, a drawing is up to a second late.
    expect((count() + 1) * (cpu + SHARE)).toBeGreaterThan(SHARE * 3600);
  });

  it('are left alone while nothing is new', async () => {
    const { drawings, count, pass } = setting(1);
    await drawings.drawIfDue(1, false);
    pass(3600);
    expect(drawings.drawIfDue(1, true)).toBeUndefined();
    expect(count()).toBe(1);
    expect(drawings.pictures(1)).toMatchObject({ current: true });
    expect(drawings.pictures(2)).toMatchObject({ current: false });
  });

  it('are not put off at the end of the study', async () => {
    const { drawings } = setting(10);
    await drawings.drawIfDue(1, false);
    expect(drawings.drawIfDue(2, false)).toBeUndefined();
    expect(await drawings.drawIfDue(2, true)).toBe(true);
  });

  it('begin one after the other', async () => {
    const { drawings } = setting(0);
    const first = drawings.drawIfDue(1, false);
    expect(drawings.drawIfDue(2, true)).toBeUndefined();
    await first;
    expect(drawings.drawIfDue(2, true)).toBeDefined();
  });

  it('stay where a later one comes to nothing, and say why', async () => {
    let drawn: Drawn = page;
    const drawings = createDrawings({ draw: () => Promise.resolve(drawn) }, { share: SHARE });
    await drawings.drawIfDue(1, true);
    drawn = { kind: 'trouble', message: 'a.jsonl:3: the log is damaged', cpu: 0 };
    expect(await drawings.drawIfDue(2, true)).toBe(false);
    expect(drawings.page).toMatchObject({ title: 't' });
    expect(drawings.trouble).toBe('a.jsonl:3: the log is damaged');
  });
});
