import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { EvaluateAnswer, EvaluateParams } from '../../src/protocol/benchmark.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { objectiveBenchmark } from '../../src/protocol/objective.js';
import type { OnnxDefinition } from '../../src/protocol/onnx-definition.js';
import onnx from '../../src/runtimes/onnx.js';
import type { LoadedFamily } from '../../src/runtimes/runtime.js';
import { createSearchSpace } from '../../src/space/space.js';
import { mirror } from '../mirror.js';
import { openFamily, type OpenFamily } from './open-family.js';

const data = mirror();
let copies = 0;

describe.skipIf(data === undefined)('the runtime onnx', () => {
  let opened: OpenFamily;
  beforeAll(async () => {
    opened = await openFamily(data ?? '', 'yahpo-iaml-glmnet');
  });

  describe('refuses to start', () => {
    it('without its model', async () => {
      const { folder, code, descriptors } = opened.loaded;
      const message = 'the model of 1067, 1489, 40981, 41146 is not here';
      await expect(onnx.load({ folder, code, descriptors })).rejects.toThrow(message);
      await expect(onnx.load(withFile('0000000000000000-model.onnx'))).rejects.toThrow(message);
    });

    it('with a model that is none', async () => {
      await writeFile(join(opened.loaded.data ?? '', '1111111111111111-model.onnx'), 'no model');
      await expect(onnx.load(withFile('1111111111111111-model.onnx'))).rejects.toThrow('the model cannot be loaded');
    });

    it.each<[string, Partial<OnnxDefinition>, string]>([
      ['of other metrics', { output: { name: 'output', metrics: ['mmce'] } }, 'the output output is output float32'],
      ['of another output', { output: { name: 'y', metrics: ['mmce'] } }, 'it has no output y (output float32'],
      [
        'of fewer columns',
        { numeric: { input: 'x_cont', missing: 0, columns: ['s'] } },
        'the input x_cont is x_cont float32 [batch_size, 3], declared as float32 [n, 1]',
      ],
      [
        'of another input',
        { numeric: { input: 'x', missing: 0, columns: ['alpha', 's', 'trainsize'] } },
        'it has an input x_cont float32 [batch_size, 3] that is not declared',
      ],
    ])('when the model is one %s than the manifest says', async (_, change, message) => {
      // A copy, since a process opens a file once.
      const { data: folder = '', descriptors } = opened.loaded;
      const file = `${String(copies++).padStart(16, '2')}-model.onnx`;
      await copyFile(join(folder, descriptors['1489']?.data?.['model']?.file ?? ''), join(folder, file));
      await expect(onnx.load(withFile(file, change))).rejects.toThrow(message);
    });
  });

  describe('adds noise where a manifest asks for it', () => {
    const noise = { auc: 0.01, timetrain: 100 };

    it('that is a function of the question and its seed, and not of what is asked beside it', async () => {
      const noisy = await benchmarkOf(changed({ noise }));
      const questions = draw(20);
      const together = await noisy(questions);
      const backwards = await noisy([...questions].reverse());
      expect([...backwards].reverse()).toEqual(together);
      const reseeded = await noisy(questions.map((question) => ({ ...question, seed: question.seed + 1 })));
      expect(metric(reseeded, 'auc')).not.toEqual(metric(together, 'auc'));
      // What has no noise stays as it is.
      expect(metric(reseeded, 'mmce')).toEqual(metric(together, 'mmce'));
    });

    it('with the declared deviation, around what the model says, and within the bounds', async () => {
      const [question] = draw(1) as [EvaluateParams];
      const many = Array.from({ length: 4000 }, (_, seed) => ({ ...question, seed }));
      const plain = metric(await opened.benchmark.evaluateBatch([question]), 'auc')[0] ?? NaN;
      const answers = await (await benchmarkOf(changed({ noise })))(many);
      const errors = metric(answers, 'auc').map((value) => value - plain);
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      const deviation = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length);
      expect(Math.abs(mean)).toBeLessThan((4 * 0.01) / Math.sqrt(errors.length));
      expect(Math.abs(deviation / 0.01 - 1)).toBeLessThan(4 / Math.sqrt(2 * errors.length));
      const { lower, upper } = opened.family.descriptors['1489']?.metrics['timetrain'] ?? {};
      expect(Math.min(...metric(answers, 'timetrain'))).toBe(lower);
      expect(Math.max(...metric(answers, 'timetrain'))).toBe(upper);
      // A cost that noise took below 0 is the declared floor.
      expect(Math.min(...answers.map((answer) => ('cost' in answer ? (answer.cost ?? NaN) : NaN)))).toBe(0.001);
    });
  });

  it('charges a number of seconds where the manifest says one', async () => {
    const [answer] = await (await benchmarkOf(changed({ cost: 12 })))(draw(1));
    expect(answer).toMatchObject({ cost: 12 });
  });

  it('answers many more questions than fit into one run of the model, in order', async () => {
    const questions = draw(2500);
    const together = await opened.benchmark.evaluateBatch(questions);
    for (const at of [0, 1023, 1024, 2047, 2048, 2499]) {
      expect(together[at]).toEqual(await opened.benchmark.evaluate(questions[at] as EvaluateParams));
    }
  });

  /** The family with all instances' models in another file, and perhaps another definition. */
  function withFile(file: string, change: Partial<OnnxDefinition> = {}): LoadedFamily {
    return changed(change, { model: { sha256: '0'.repeat(64), file } });
  }

  function changed(change: Partial<OnnxDefinition>, files?: Descriptor['data']): LoadedFamily {
    const descriptors = Object.entries(opened.loaded.descriptors).map(([name, descriptor]) => [
      name,
      {
        ...descriptor,
        onnx: { ...descriptor.onnx, ...change },
        ...(files !== undefined && { data: files }),
      },
    ]);
    return { ...opened.loaded, descriptors: Object.fromEntries(descriptors) as LoadedFamily['descriptors'] };
  }

  function draw(count: number): readonly EvaluateParams[] {
    const { space } = opened.family.descriptors['1489'] as Descriptor;
    const rng = createRng('onnx');
    const drawn = createSearchSpace(space);
    return Array.from({ length: count }, (_, seed) => {
      const instance = ['1489', '1067', '40981', '41146'][seed % 4] ?? '';
      return { instance, configuration: drawn.sample(rng), fidelity: { trainsize: 1 - 0.9 * rng.float() }, seed };
    });
  }
});

async function benchmarkOf(
  family: LoadedFamily,
): Promise<(batch: readonly EvaluateParams[]) => Promise<readonly EvaluateAnswer[]>> {
  const benchmark = objectiveBenchmark(await onnx.load(family), family.descriptors);
  return async (batch) => (await benchmark.evaluateBatch?.(batch)) ?? [];
}

function metric(answers: readonly EvaluateAnswer[], name: string): readonly number[] {
  return answers.map((answer) => ('metrics' in answer ? (answer.metrics[name] ?? NaN) : NaN));
}
