import { createRng } from '../../src/core/rng.js';
import type { Benchmark, EvaluateParams } from '../../src/protocol/benchmark.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { loadFamily } from '../../src/runner/families.js';
import { openWorkbench } from '../../src/runner/workbench.js';
import { createSearchSpace } from '../../src/space/space.js';
import type { BenchCase } from './bench-case.js';
import { ratios, row } from './report.js';
import { takeTurns } from './turns.js';

const SLICES = 15;
/** As many as a rung of Hyperband or a generation may have. */
const BATCHES = [32, 256];
const GOAL = { atLeast: 8 };

/** Rows of a surrogate a second, one call after another against batches, in the process and through a container. */
export const onnxBatches: BenchCase = {
  name: 'onnx-batches',
  needsEngine: true,
  run: async (say) => {
    say(`rows of a surrogate, ${SLICES} slices in turn`);
    for (const engine of ['inline', 'docker']) {
      for (const family of ['yahpo-lcbench', 'yahpo-rbv2-xgboost', 'nb301']) await measure(family, engine, say);
    }
  },
};

async function measure(name: string, engine: string, say: (line: string) => void): Promise<void> {
  const family = await loadFamily(name);
  await using workbench = await openWorkbench(family, engine, { onNotice: say });
  const { benchmark } = await workbench.start();
  const descriptor = Object.values(family.descriptors)[0] as Descriptor;
  const questions = draw(descriptor, Math.max(...BATCHES));
  const sides = [
    () => alone(benchmark, questions.slice(0, 64)),
    ...BATCHES.map((size) => () => inBatches(benchmark, questions, size)),
  ];
  for (const side of sides) await side();
  const values = await takeTurns(
    SLICES,
    sides.map((side) => async () => ({ rate: await side() })),
  );
  const [single, ...batched] = values.map(({ rate }) => rate);
  say(row(`${name}, ${engine}: one by one, rows/s`, single ?? []));
  for (const [at, size] of BATCHES.entries()) {
    say(row(`${name}, ${engine}: batches of ${size}, rows/s`, batched[at] ?? []));
    const ratio = ratios(batched[at] ?? [], single ?? []);
    say(row(`${name}, ${engine}: of ${size} / one by one`, ratio, engine === 'docker' ? GOAL : undefined));
  }
}

/** Rows a second. */
async function alone(benchmark: Benchmark, questions: readonly EvaluateParams[]): Promise<number> {
  const began = performance.now();
  for (const question of questions) await benchmark.evaluate(question);
  return (questions.length * 1000) / (performance.now() - began);
}

async function inBatches(benchmark: Benchmark, questions: readonly EvaluateParams[], size: number): Promise<number> {
  if (benchmark.evaluateBatch === undefined) throw new Error('the family has no batches');
  const began = performance.now();
  for (let first = 0; first < questions.length; first += size) {
    await benchmark.evaluateBatch(questions.slice(first, first + size));
  }
  return (questions.length * 1000) / (performance.now() - began);
}

function draw({ space, fidelities, instance }: Descriptor, count: number): readonly EvaluateParams[] {
  const drawn = createSearchSpace(space);
  const rng = createRng('bench', 'onnx');
  const fidelity = Object.fromEntries(fidelities.map(({ name, upper }) => [name, upper]));
  return Array.from({ length: count }, (_, seed) => ({ instance, configuration: drawn.sample(rng), fidelity, seed }));
}
