import { expect, it } from 'vitest';
import { fuzzGuest } from '../fuzz/guest.js';

it.each(['node', 'python'] as const)(
  'the %s guest answers in JSON after thousands of mutated lines',
  async (language) => {
    expect((await fuzzGuest(language, 4000, 7)).violations).toEqual([]);
  },
);
