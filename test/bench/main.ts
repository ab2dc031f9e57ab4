import { loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../src/core/package.js';
import type { BenchCase } from './bench-case.js';
import { containerCalls } from './container-calls.js';
import { containerLife } from './container-life.js';
import { evolutionAsks } from './evolution-asks.js';
import { hyperbandRun } from './hyperband-run.js';
import { modelSuggestions } from './model-suggestions.js';
import { onnxBatches } from './onnx-batches.js';
import { runLoop } from './run-loop.js';
import { tableLookUps } from './table.js';
import { wholeReport } from './whole-report.js';

/** `npm run bench`, or `npm run bench -- run-loop` for some: medians [quartiles] of slices, and the goals. */
const CASES: readonly BenchCase[] = [
  runLoop,
  hyperbandRun,
  tableLookUps,
  containerCalls,
  containerLife,
  modelSuggestions,
  evolutionAsks,
  onnxBatches,
  wholeReport,
];

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => CASES.every((each) => each.name !== name));
  if (unknown !== undefined) {
    throw new Error(`there is no case "${unknown}"; there are ${CASES.map(({ name }) => name).join(', ')}`);
  }
  const chosen = CASES.filter(({ name }) => names.length === 0 || names.includes(name));
  const trouble = chosen.some(({ needsEngine }) => needsEngine) ? await prepareEngine() : undefined;
  for (const { name, needsEngine, run } of chosen) {
    if (needsEngine && trouble !== undefined) {
      say(`${name} did not run: ${trouble}`);
      continue;
    }
    await run(say);
    say(
      `  load average: ${loadavg()
        .map((each) => each.toFixed(1))
        .join(' ')}`,
    );
  }
}

/** @returns why containers cannot be measured, or undefined when they can */
async function prepareEngine(): Promise<string | undefined> {
  const file = pathToFileURL(join(packageRoot(), 'test', 'container-engine.mjs')).href;
  const module = (await import(file)) as { prepareEngine(say: (line: string) => void): Promise<string | undefined> };
  return await module.prepareEngine(say);
}

function say(line: string): void {
  console.log(line);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
