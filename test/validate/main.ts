import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/core/package.js';
import { documentText, sampleFile } from './document.js';
import { loadValidation, validationNames } from './registry.js';
import { runSeries } from './run-series.js';
import { sampleText } from './sample.js';
import { timeLeft } from './time-left.js';

/**
 * `npm run validate`, or `npm run validate -- counting-ones --seeds 100` for a part: runs the validations and writes their
 * values and `docs/validation.md`. Those that are not run keep the values that they had. `--document` runs none of them, and
 * `--into FOLDER` leaves `docs` alone.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seeds: { type: 'string' },
      document: { type: 'boolean', default: false },
      into: { type: 'string', default: join(packageRoot(), 'docs') },
    },
  });
  const [seeds, folder] = [wholeNumber(values.seeds), resolve(values.into)];
  const names = validationNames();
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`there is no validation "${unknown}"; there are ${names.join(', ')}`);
  const chosen = positionals.length === 0 ? names : positionals;
  for (const name of values.document ? [] : chosen) await validate(name, folder, seeds);
  write(join(folder, 'validation.md'), await documentText(folder));
}

async function validate(name: string, folder: string, given: number | undefined): Promise<void> {
  const validation = await loadValidation(name);
  const hindrance = validation.hindrance?.();
  if (hindrance !== undefined) {
    say(`${name} did not run: ${hindrance}`);
    return;
  }
  const seeds = given ?? validation.seeds;
  const onRun = timeLeft((progress) => {
    say(`${name}: ${progress}`);
  });
  write(sampleFile(folder, name), sampleText(await runSeries(validation, { name, seeds, onRun })));
}

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d*$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new Error(`--seeds takes a whole number from 1, not "${text}"`);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  say(`wrote ${file}`);
}

function say(line: string): void {
  console.error(line);
}

try {
  await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
