import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/report/live/progress.js';
import { stripText, type Pictures } from '../../../src/report/live/strip.js';

const PROGRESS: Progress = {
  state: 'running',
  studies: ['s'],
  missing: [],
  planned: 4,
  begun: 3,
  ended: 1,
  evaluations: 1234,
  failures: 2,
  share: 0.456,
  left: 200,
  incumbents: [{ benchmark: 'f.a', optimizer: '<b>', objective: 'loss', runs: 3, ended: 1, best: 0.25, median: null }],
  troubles: ['a.jsonl:3: <damaged>'],
};
const PICTURES: Pictures = { id: 'x-1', drawn: 10_000, next: 40_000, current: false };

const text = (progress: Partial<Progress> = {}, pictures: Partial<Pictures> = {}): string =>
  stripText({ ...PROGRESS, ...progress }, { ...PICTURES, ...pictures }, 20_000);

describe('the strip of a live page', () => {
  it('says what is done, what is left, and how old the pictures are', () => {
    const plain = text().replaceAll(/<[^>]*>/g, '');
    expect(plain).toContain(
      '45 % · 1 of 4 runs ended, 2 under way · 1,234 evaluations · 2 failures · about 3 min 20 s left',
    );
    expect(plain).toContain('Pictures drawn 10 s ago; again in 20 s at the soonest.');
  });

  it('takes labels and messages for text, and knows no number where there is none', () => {
    expect(text()).toContain('<td>&lt;b&gt;</td>');
    expect(text()).toContain('<li>a.jsonl:3: &lt;damaged&gt;</li>');
    expect(text()).toContain('<td class="n"></td><td class="n">0.25</td>');
  });

  it.each([
    [{ state: 'waiting', missing: ['a', 'b'] }, {}, 'Waiting: there is no study yet in a, b.'],
    [{ state: 'waiting' }, {}, 'Waiting for the first evaluation.'],
    [{ state: 'stopped' }, {}, 'The study has stopped: 3 of 4 runs have no end, and no runner is at work on them.'],
    [{ state: 'ended' }, {}, 'The study has ended. Its last pictures are being drawn.'],
    [{ state: 'ended' }, { current: true }, 'The study has ended. This is all of it.'],
    [{}, { drawn: undefined }, 'There are no pictures yet.'],
  ] satisfies [Partial<Progress>, Partial<Pictures>, string][])(
    'of %j with pictures %j says: %3$s',
    (progress, pictures, said) => {
      expect(text(progress, pictures)).toContain(said);
    },
  );

  it('announces no other pictures where these are of all there is', () => {
    expect(text({ state: 'ended' }, { current: true })).not.toContain('at the soonest');
  });
});
