import { beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng.js';
import type { Configuration, Metrics } from '../../../src/core/types.js';
import { EvaluationError, type EvaluateAnswer, type EvaluateParams } from '../../../src/protocol/benchmark.js';
import { createSearchSpace } from '../../../src/space/space.js';
import { mirror } from '../../mirror.js';
import { openDirectModel } from './direct-model.js';
import { FAMILIES, type SurrogateFamily } from './families.js';
import { instancesOf, readGoldens, readOfficial, readStatistics, V1, type Official } from './official.js';
import { openFamily, type OpenFamily } from '../../runtimes/open-family.js';

const data = mirror();
const HERE = ['yahpo-lcbench', 'yahpo-rbv2-rpart', 'yahpo-rbv2-xgboost', 'yahpo-iaml-glmnet', 'nb301'];
const families = FAMILIES.filter(({ family }) => HERE.includes(family));

/** As the golden files are meant: absolute for what is below 1, relative above. */
const TOLERANCE = 1e-4;
/** What single precision may be off by, as a share of a metric's range. */
const ROUNDING = 1e-5;

describe.skipIf(data === undefined).each(families)('the surrogate $family', (surrogate) => {
  let opened: OpenFamily;
  let official: Official;
  beforeAll(async () => {
    official = readOfficial(data ?? '', surrogate.release, surrogate.scenario);
    opened = await openFamily(data ?? '', surrogate.family);
  });

  it('gives the golden answers, alone and together', async () => {
    const rows = readGoldens(data ?? '', official);
    expect(rows).toHaveLength(32);
    const questions = rows.map(({ config }) => asQuestion(config, surrogate, official));
    const together = await opened.benchmark.evaluateBatch(questions);
    for (const [at, { y }] of rows.entries()) {
      const alone = await opened.benchmark.evaluate(questions[at] as EvaluateParams);
      expect(metricsOf(together[at])).toEqual(alone.metrics);
      expect(farthest(alone.metrics, y, official)).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  it('answers a row with the same bits whatever is asked beside it', async () => {
    const questions = draw(100, surrogate, official);
    const alone: Metrics[] = [];
    for (const question of questions) alone.push((await opened.benchmark.evaluate(question)).metrics);
    for (const size of [2, 3, 5, 7, 8, 31, 100]) {
      const together: Metrics[] = [];
      for (let first = 0; first < questions.length; first += size) {
        const answers = await opened.benchmark.evaluateBatch(questions.slice(first, first + size));
        together.push(...answers.map(metricsOf));
      }
      expect(together).toEqual(alone);
    }
  });

  it('encodes as YAHPO does: random questions, inactive parameters among them, asked of the model directly', async () => {
    const model = await openDirectModel(official);
    for (const question of draw(200, surrogate, official)) {
      const { metrics, cost } = await opened.benchmark.evaluate(question);
      const outputs = await model(asPoint(question, official));
      for (const [at, name] of official.scenario.y_names.entries()) {
        const { lower = 0, upper = 0 } = opened.family.descriptors[question.instance]?.metrics[name] ?? {};
        const difference = Math.abs((metrics[name] ?? NaN) - (outputs[at] ?? NaN));
        expect(difference, name).toBeLessThanOrEqual(ROUNDING * (upper - lower));
      }
      expect(cost).toBe(metrics[official.scenario.runtime_name]);
    }
  });

  it('stays within its bounds and within what YAHPO reports over all instances', { timeout: 120_000 }, async () => {
    const answers = await opened.benchmark.evaluateBatch(draw(2000, surrogate, official));
    const reported =
      surrogate.release === V1 ? overInstances(readStatistics(data ?? '', surrogate.scenario)) : undefined;
    for (const answer of answers) {
      for (const [name, value] of Object.entries(metricsOf(answer))) {
        const [least, most] = reported?.get(name) ?? [-Infinity, Infinity];
        const slack = reported === undefined ? 0 : 1e-6 * (most - least);
        expect(value, name).toBeGreaterThanOrEqual(least - slack);
        expect(value, name).toBeLessThanOrEqual(most + slack);
      }
    }
  });

  it('has the official instances and the official space, from which draws have no inactive parameter', () => {
    const { descriptors } = opened.family;
    expect(Object.keys(descriptors)).toEqual(instancesOf(official));
    const conditional = new Set((official.space.conditions ?? []).map(({ child }) => child));
    const whole = createSearchSpace(official.space);
    const missing = draw(200, surrogate, official).flatMap((question) => {
      expect(whole.check(asPoint(question, official))).toEqual([]);
      return official.space.parameters.filter(({ name }) => asPoint(question, official)[name] === undefined);
    });
    expect(new Set(missing.map(({ name }) => name))).toEqual(conditional);
  });

  it('refuses what is outside the space, the fidelities and the instances', async () => {
    const [question] = draw(1, surrogate, official) as [EvaluateParams];
    const [name = '', value] = Object.entries(question.configuration)[0] ?? [];
    const others = Object.entries(question.configuration).filter(([other]) => other !== name);
    const outside = typeof value === 'number' ? 1e9 : 'sep_conv_9x9';
    const level = Object.keys(question.fidelity)[0] ?? '';
    const wrong: [string, Partial<EvaluateParams>][] = [
      ['invalid-configuration', { configuration: Object.fromEntries(others) }],
      ['invalid-configuration', { configuration: { ...question.configuration, [name]: outside } }],
      ['invalid-configuration', { configuration: { ...question.configuration, epochs: 3 } }],
      ['invalid-fidelity', { fidelity: { ...question.fidelity, [level]: 1000 } }],
      ['invalid-fidelity', { fidelity: {} }],
      ['unknown-instance', { instance: '999999' }],
    ];
    const answers = await opened.benchmark.evaluateBatch(wrong.map(([, part]) => ({ ...question, ...part })));
    expect(answers.map((answer) => (answer instanceof EvaluationError ? answer.code : answer))).toEqual(
      wrong.map(([code]) => code),
    );
  });
});

/** A point of the official space, as what is asked of a benchmark. */
function asQuestion(point: Configuration, { fidelities }: SurrogateFamily, official: Official): EvaluateParams {
  const column = official.scenario.instance_names;
  const levels = fidelities.map(({ name }) => name);
  const entries = Object.entries(point);
  const configuration = entries.filter(([name]) => name !== column && !levels.includes(name));
  return {
    instance: String(column === null ? instancesOf(official)[0] : point[column]),
    configuration: Object.fromEntries(configuration),
    fidelity: Object.fromEntries(levels.map((name) => [name, Number(point[name])])),
    seed: 1,
  };
}

function asPoint({ instance, configuration, fidelity }: EvaluateParams, { scenario }: Official): Configuration {
  const column = scenario.instance_names;
  return { ...configuration, ...fidelity, ...(column === null ? {} : { [column]: instance }) };
}

function draw(count: number, surrogate: SurrogateFamily, official: Official): readonly EvaluateParams[] {
  const space = createSearchSpace(official.space);
  const rng = createRng('surrogates', surrogate.family);
  return Array.from({ length: count }, () => asQuestion(space.sample(rng), surrogate, official));
}

function metricsOf(answer: EvaluateAnswer | undefined): Metrics {
  if (answer === undefined || !('metrics' in answer)) throw answer ?? new Error('no answer');
  return answer.metrics;
}

function farthest(metrics: Metrics, outputs: readonly number[], { scenario }: Official): number {
  const differences = scenario.y_names.map((name, at) => {
    const known = outputs[at] ?? NaN;
    return Math.abs((metrics[name] ?? NaN) - known) / Math.max(1, Math.abs(known));
  });
  return Math.max(...differences);
}

function overInstances(
  statistics: ReadonlyMap<string, readonly [number, number]>,
): ReadonlyMap<string, readonly [number, number]> {
  const found = new Map<string, readonly [number, number]>();
  for (const [key, [least, most]] of statistics) {
    const metric = key.slice(key.indexOf(' ') + 1);
    const [low, high] = found.get(metric) ?? [Infinity, -Infinity];
    found.set(metric, [Math.min(low, least), Math.max(high, most)]);
  }
  return found;
}
