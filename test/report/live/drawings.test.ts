import { describe, expect, it } from 'vitest';
import type { Drawn } from '../../../src/report/live/drawer.js';
import { createDrawings } from '../../../src/report/live/drawings.js';
import { createPace } from '../../../src/report/live/pace.js';

const page = (cpu: number): Drawn => ({
  kind: 'page',
  title: 't',
  body: '<main></main>',
  summary: '{}',
  rendered: 1,
  cpu,
});

/** Drawings that cost what the clock of the test says. */
function drawings(
  costs: readonly Drawn[],
): ReturnType<typeof createDrawings> & { at(seconds: number): void; count(): number } {
  let time = 0;
  let count = 0;
  const of = createDrawings(
    { draw: () => Promise.resolve(costs[Math.min(count++, costs.length - 1)] as Drawn) },
    { share: 0.04, now: () => time },
  );
  return Object.assign(of, { at: (seconds: number) => void (time = 1000 * seconds), count: () => count });
}

describe('drawings', () => {
  it('begin at once, and again when what the last one cost is 4 % of the time since', async () => {
    const drawn = drawings([page(2)]);
    expect(await drawn.drawIfDue(1, false)).toBe(true);
    drawn.at(49);
    expect(drawn.drawIfDue(2, false)).toBeUndefined();
    expect(drawn.pictures(2)).toMatchObject({ drawn: 0, next: 50_000, current: false });
    drawn.at(50);
    expect(await drawn.drawIfDue(2, false)).toBe(true);
    expect(drawn.pictures(2)).toMatchObject({ drawn: 50_000, current: true });
  });

  it('stay within the share however often somebody asks, whatever each costs', async () => {
    const costs = [page(2.5), page(0.3), page(1.4)];
    const drawn = drawings(costs);
    for (let second = 0; second < 1000; second++) {
      drawn.at(second);
      await drawn.drawIfDue(second + 1, false);
    }
    // 2.5 s at once, 0.3 s after 63 s, then 1.4 s every 35 s.
    const cpu = 2.5 + 0.3 + 1.4 * (drawn.count() - 2);
    expect(drawn.count()).toBe(29);
    expect(cpu / 1000).toBeLessThan(0.042);
  });

  it('do not begin where nothing changed or one is under way, and the last one does not wait', async () => {
    const drawn = drawings([page(2)]);
    const first = drawn.drawIfDue(1, false);
    expect(drawn.drawIfDue(2, true)).toBeUndefined();
    await first;
    expect(drawn.drawIfDue(1, true)).toBeUndefined();
    expect(await drawn.drawIfDue(2, true)).toBe(true);
  });

  it('keep the last page where one comes to nothing, and say why', async () => {
    const drawn = drawings([page(1), { kind: 'trouble', message: 'a.jsonl:3: damaged', cpu: 1 }]);
    await drawn.drawIfDue(1, true);
    const { id } = drawn.pictures(1);
    expect(await drawn.drawIfDue(2, true)).toBe(false);
    expect(drawn.trouble).toBe('a.jsonl:3: damaged');
    expect(drawn.page?.title).toBe('t');
    expect(drawn.pictures(2).id).toBe(id);
  });
});

describe('a pace', () => {
  it('lets a first burst pass, and keeps the share from then on', () => {
    let time = 0;
    const pace = createPace({ share: 0.01, burst: 0.5, now: () => time });
    pace.spent(0.3);
    expect(pace.wait()).toBe(0);
    pace.spent(0.3);
    expect(pace.wait()).toBeCloseTo(10);
    time = 10_000;
    expect(pace.wait()).toBe(0);
    pace.spent(0.02);
    expect(pace.wait()).toBeCloseTo(2);
  });
});
