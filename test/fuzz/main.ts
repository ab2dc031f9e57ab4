import { fuzzGuest } from './guest.js';
import { fuzzHost, type FuzzOutcome } from './host.js';

const DEFAULT_LINES = 1_000_000;

/** `npm run fuzz`, `npm run fuzz -- 30000` for so many mutated lines in all, `npm run fuzz -- 30000 7` with the seed 7. */
async function main(lines: number, seed: number): Promise<number> {
  const each = Math.ceil(lines / 3);
  const sides: readonly (readonly [string, () => Promise<FuzzOutcome>])[] = [
    ['host', () => fuzzHost(each, seed)],
    ['Node guest', () => fuzzGuest('node', each, seed)],
    ['Python guest', () => fuzzGuest('python', each, seed)],
  ];
  let broken = 0;
  for (const [side, fuzz] of sides) {
    const began = performance.now();
    const outcome = await fuzz();
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    console.log(`${side}: ${outcome.lines} mutated lines in ${seconds} s, ${outcome.violations.length} violations`);
    for (const violation of outcome.violations.slice(0, 5)) console.log(`  ${violation}`);
    broken += outcome.violations.length;
  }
  if (broken > 0) console.log(`seed ${seed} repeats this: npm run fuzz -- ${lines} ${seed}`);
  return broken === 0 ? 0 : 1;
}

const [lines = DEFAULT_LINES, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
process.exitCode = await main(lines, seed);
