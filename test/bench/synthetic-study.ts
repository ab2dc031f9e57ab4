import { mkdirSync, writeFileSync } from 'node:fs';
import { suiteVersion } from '../../src/core/package.js';
import { createRng } from '../../src/core/rng.js';
import { openJsonl } from '../../src/log/jsonl.js';
import type { Started } from '../../src/log/records.js';
import { runFile, studyFile, type StudyBenchmark, type StudyFile } from '../../src/log/study.js';
import type { SpaceDefinition } from '../../src/space/parameter.js';

export interface StudySize {
  readonly optimizers: number;
  readonly benchmarks: number;
  readonly seeds: number;
  /** Of each run. */
  readonly evaluations: number;
}

/**
 * Writes a study that nobody ran: half of its optimizers know full fidelity only, the others climb a ladder of five levels, all narrow
 * in on the optimum at a pace of their own. Its logs are as long and as varied as those of real runs.
 */
export function writeSyntheticStudy(folder: string, size: StudySize): void {
  const optimizers = Array.from({ length: size.optimizers }, (_, i) => (i === 0 ? 'random-search' : `optimizer-${i}`));
  const instances = Array.from({ length: size.benchmarks }, (_, i) => `b${i}`);
  const runs = instances.flatMap((instance) =>
    optimizers.flatMap((optimizer, pace) =>
      Array.from({ length: size.seeds }, (_, seed) => ({ instance, optimizer, pace, seed })),
    ),
  );
  mkdirSync(`${folder}/runs`, { recursive: true });
  const nameOf = ({ instance, optimizer, seed }: Run): string => `synthetic.${instance}.${optimizer}.${seed}`;
  for (const run of runs) writeRun(runFile(folder, nameOf(run)), nameOf(run), run, size.evaluations);
  const benchmark = (instance: string): [string, StudyBenchmark] => [`synthetic.${instance}`, BENCHMARK];
  const file: StudyFile = {
    format: 1,
    suite: suiteVersion(),
    recipe: {
      study: 'synthetic',
      benchmarks: [{ family: 'synthetic', instances, objectives: ['loss'] }],
      optimizers: optimizers.map((name) => ({ name, label: name, options: {} })),
      seeds: { first: 0, count: size.seeds },
      budget: { evaluations: size.evaluations },
      workers: { count: WORKERS },
      engine: 'inline',
    },
    families: { synthetic: { version: '1.0.0', source: 'none' } },
    optimizers: Object.fromEntries(optimizers.map((name) => [name, { source: 'none', fidelities: 'one' }])),
    benchmarks: Object.fromEntries(instances.map(benchmark)),
    runs: runs.map(nameOf),
  };
  writeFileSync(studyFile(folder), JSON.stringify(file));
}

interface Run {
  readonly instance: string;
  readonly optimizer: string;
  readonly pace: number;
  readonly seed: number;
}

const WORKERS = 4;
const LEVELS = [1, 3, 9, 27, 81];
const HIGHEST = 81;
const SPACE: SpaceDefinition = {
  parameters: Array.from({ length: 8 }, (_, i) => ({ name: `x${i}`, type: 'float', lower: -5, upper: 5 })),
};
const BENCHMARK: StudyBenchmark = {
  space: SPACE,
  fidelities: [{ name: 'epochs', type: 'integer', lower: 1, upper: HIGHEST, continuation: false, unit: 'epochs' }],
  metrics: {
    loss: { direction: 'minimize', role: 'objective', lower: 0, upper: 200, optimum: 0 },
    test_loss: { direction: 'minimize', role: 'test', of: 'loss', lower: 0, upper: 200 },
  },
  clock: 'recorded',
  level: 'synthetic',
  source: 'none',
  licence: 'CC0-1.0',
};

function writeRun(file: string, name: string, run: Run, evaluations: number): void {
  const { instance, optimizer, pace, seed } = run;
  const log = openJsonl(file, { eachRecord: false });
  const rng = createRng('synthetic', instance, optimizer, seed);
  log.append(headerOf(name, run, evaluations));
  const free = new Float64Array(WORKERS);
  for (let evaluation = 0; evaluation < evaluations; evaluation++) {
    const worker = evaluation % WORKERS;
    const at = free[worker] as number;
    const reach = pace === 0 ? 5 : 5 * Math.exp((-evaluation * pace) / (4 * evaluations));
    const point = SPACE.parameters.map(({ name: parameter }) => [parameter, reach * (2 * rng.float() - 1)] as const);
    const epochs = pace % 2 === 0 ? HIGHEST : (LEVELS[evaluation % LEVELS.length] as number);
    const distance = point.reduce((sum, [, x]) => sum + x * x, 0);
    const loss = distance * (1 - rng.float() / (2 * epochs));
    const cost = epochs * (1 + rng.float());
    free[worker] = at + cost;
    log.append({
      ...{ record: 'suggested', evaluation, at, worker, trial: evaluation },
      ...{ configuration: Object.fromEntries(point), fidelity: { epochs }, seed: rng.integer(2 ** 32) },
      origin: { bracket: 0, rung: evaluation % LEVELS.length },
    });
    const metrics = { loss, test_loss: distance };
    log.append({ record: 'observed', evaluation, at: at + cost, status: 'completed', cost, metrics });
  }
  log.append({ record: 'ended', at: Math.max(...free), reason: 'evaluations', evaluations, failures: 0 });
  log.close();
}

function headerOf(run: string, { instance, optimizer, seed }: Run, evaluations: number): Started {
  return {
    ...{ record: 'started', format: 1, suite: suiteVersion(), study: 'synthetic', run },
    benchmark: { family: 'synthetic', instance, version: '1.0.0', source: 'none' },
    ...{ objectives: ['loss'], features: [], constraints: [] },
    optimizer: { name: optimizer, label: optimizer, options: {} },
    ...{ seed, budget: { evaluations }, workers: WORKERS, clock: 'virtual', accounting: 'restart', overhead: 'zero' },
  };
}
