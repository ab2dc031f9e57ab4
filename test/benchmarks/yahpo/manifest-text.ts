import { createRng } from '../../../src/core/rng.js';
import type { Configuration, Fidelity } from '../../../src/core/types.js';
import type { Parameter, SpaceDefinition } from '../../../src/space/parameter.js';
import { createSearchSpace } from '../../../src/space/space.js';
import type { DirectModel } from './direct-model.js';
import type { Metric, SurrogateFamily } from './families.js';
import { instancesOf, type Official } from './official.js';
import { comment, createAnchors, flow, scalar, type Anchors } from './yaml-text.js';

const YAHPO =
  'Pfisterer, Schneider, Moosbauer, Binder, Bischl. YAHPO Gym: An Efficient Multi-Objective Multi-Fidelity Benchmark for Hyperparameter Optimization. AutoML-Conf 2022.';
const REPOSITORY = 'https://github.com/slds-lmu/yahpo_data';

/** What a manifest is made of. */
export interface ManifestParts {
  readonly family: SurrogateFamily;
  readonly official: Official;
  readonly statistics: ReadonlyMap<string, readonly [number, number]>;
  /** Undefined where the mirror has no model: then there are no golden evaluations. */
  readonly model: DirectModel | undefined;
  /** What is known to be unsound, with the reason: by instance and metric. */
  readonly notices?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Configurations that are asked beside a random one of each instance. */
  readonly known?: readonly Configuration[];
}

/** The text of a family's `benchmark.yaml`. */
export async function manifestText(parts: ManifestParts): Promise<string> {
  const { family, official } = parts;
  const space = ownSpace(parts);
  const anchors = createAnchors(repeatedLists(space, official));
  const lines = [
    ...header(parts),
    ...dataLines(official),
    'space:',
    '  parameters:',
    ...space.parameters.map((parameter) => `    - ${flow(parameter, anchors)}`),
    ...listed('  conditions', space.conditions ?? [], anchors),
    'fidelities:',
    ...family.fidelities.map((fidelity) => `  - ${flow(fidelity)}`),
    'metrics:',
    ...Object.entries(family.metrics).map(([name, metric]) => `  ${name}: ${flow(bounded(name, metric, parts))}`),
    ...onnxLines(official, anchors),
    'instances:',
  ];
  for (const instance of instancesOf(official)) lines.push(...(await instanceLines(instance, parts, space)));
  return `${lines.join('\n')}\n`;
}

function header({ family, official, model }: ManifestParts): readonly string[] {
  const { release, scenario } = family;
  const sources = [YAHPO, ...family.cite];
  return [
    comment(`YAHPO Gym's surrogate of ${family.title}: a neural network in ONNX.`),
    ...(model === undefined
      ? [
          comment(
            'Its model is not in the mirror that this was written from: it can be planned, not run, and has no golden.',
          ),
        ]
      : []),
    comment('What it does otherwise than its source is in errata.md.'),
    comment('Written from the official files by test/benchmarks/yahpo (CONTRIBUTING.md): do not edit it by hand.'),
    ...[`family: ${family.family}`, 'version: 1.0.0', 'runtime: onnx', 'clock: recorded', 'level: surrogate'],
    `source: ${scalar(`${REPOSITORY}/tree/${official.release.commit}/${scenario} (${release.folder})`)}`,
    'citation: >-',
    ...sources.map((work) => `  ${work}`),
    'licence: Apache-2.0',
    '# Seconds of an evaluation whose predicted time is not above 0.',
    'costFloor: 0.001',
  ];
}

function dataLines({ release, model, name, within }: Official): readonly string[] {
  const file = `model${release.suffix}.onnx`;
  const url = `    url: ${REPOSITORY}/raw/${release.commit}/${name}/${file}`;
  const mirrored = `    mirror: ${within(file)}`;
  return model === undefined
    ? ['unpinned:', '  model:', url, mirrored, '    reason: whoever wrote this manifest did not have the file']
    : ['data:', '  model:', url, `    sha256: ${model.sha256}`, `    size: ${model.size}`, mirrored];
}

/** The official space less the instance and the fidelities, which are asked beside it. */
function ownSpace({ family, official }: ManifestParts): SpaceDefinition {
  const { space, scenario } = official;
  const apart = [scenario.instance_names, ...family.fidelities.map(({ name }) => name)];
  return { ...space, parameters: space.parameters.filter(({ name }) => !apart.includes(name)) };
}

function listed(key: string, items: readonly unknown[], anchors: Anchors): readonly string[] {
  return items.length === 0 ? [] : [`${key}:`, ...items.map((item) => `    - ${flow(item, anchors)}`)];
}

function onnxLines({ scenario, encoding }: Official, anchors: Anchors): readonly string[] {
  const { cat_names: coded, cont_names: numeric, instance_names: instance } = scenario;
  return [
    'onnx:',
    '  model: model',
    ...(instance === null ? [] : [`  instance: ${instance}`]),
    '  categorical:',
    '    input: x_cat',
    "    missing: '#na#'",
    '    columns:',
    ...coded.map((name) => `      - { name: ${scalar(name)}, codes: ${flow(inOrder(encoding[name] ?? {}), anchors)} }`),
    '  numeric:',
    '    input: x_cont',
    '    missing: 0',
    `    columns: ${flow(numeric)}`,
    '  output:',
    '    name: output',
    `    metrics: ${flow(scenario.y_names)}`,
    `  cost: ${scenario.runtime_name}`,
  ];
}

/** Codes are dense from 0: the place in the list says the same. */
function inOrder(codes: Readonly<Record<string, number>>): readonly string[] {
  const list: string[] = [];
  for (const [value, code] of Object.entries(codes)) list[code] = value;
  if (Object.keys(list).length !== Object.keys(codes).length) throw new Error('codes are not dense');
  return list;
}

/** Of a list that stands in three places or more, its name. */
function repeatedLists({ parameters }: SpaceDefinition, { encoding }: Official): ReadonlyMap<string, string> {
  const choices = parameters.flatMap((parameter) => (parameter.type === 'categorical' ? [parameter.choices] : []));
  const lists = [...choices, ...Object.values(encoding).map(inOrder)].map((list) => flow(list));
  const often = [...new Set(lists)].filter((list) => lists.filter((other) => other === list).length > 2);
  return new Map(often.map((list, at) => [list, `list${at + 1}`]));
}

function bounded(name: string, metric: Metric, { official, statistics }: ManifestParts): object {
  if (metric.upper !== 'twice the largest reported') return metric;
  const largest = instancesOf(official).map((instance) => statistics.get(`${instance} ${name}`)?.[1] ?? NaN);
  return { ...metric, upper: Number((2 * Math.max(...largest)).toPrecision(3)) };
}

async function instanceLines(instance: string, parts: ManifestParts, space: SpaceDefinition): Promise<string[]> {
  const { family, statistics, model, official, known = [], notices = {} } = parts;
  const own = Object.keys(family.metrics).flatMap((name) => {
    const observed = statistics.get(`${instance} ${name}`);
    const notice = notices[instance]?.[name];
    const entries = { ...(observed !== undefined && { observed }), ...(notice !== undefined && { notice }) };
    return Object.keys(entries).length === 0 ? [] : [`${name}: ${flow(entries)}`];
  });
  const lines = [`  ${scalar(instance)}:`];
  if (own.length > 0) lines.push(`    metrics: { ${own.join(', ')} }`);
  if (model === undefined) return lines;
  lines.push('    golden:');
  const fidelity = drawFidelity(parts, instance);
  const asked = [
    ...known.map((configuration) => ({ configuration, fidelity: highest(parts) })),
    { configuration: drawConfiguration(family.family, instance, space), fidelity },
  ];
  for (const each of asked) {
    const { instance_names: column, y_names: names } = official.scenario;
    const point = { ...each.configuration, ...each.fidelity, ...(column === null ? {} : { [column]: instance }) };
    const outputs = await model(point);
    const metrics = Object.fromEntries(names.map((name, at) => [name, Number((outputs[at] ?? NaN).toPrecision(8))]));
    lines.push(`      - ${flow({ ...each, seed: 1, relativeTolerance: 1e-5, metrics })}`);
  }
  return lines;
}

/** A random configuration of short numbers. */
function drawConfiguration(family: string, instance: string, definition: SpaceDefinition): Configuration {
  const space = createSearchSpace(definition);
  const drawn = space.sample(createRng('golden', family, instance));
  const rounded = Object.entries(drawn).map(([name, value]) => {
    const parameter = definition.parameters.find((each) => each.name === name);
    return [name, typeof value === 'number' && parameter?.type === 'float' ? short(value, parameter) : value];
  });
  const configuration = Object.fromEntries(rounded) as Configuration;
  const wrong = space.check(configuration);
  if (wrong.length > 0) throw new Error(`no legal golden configuration: ${JSON.stringify(wrong)}`);
  return configuration;
}

function short(value: number, { lower, upper }: Extract<Parameter, { type: 'float' }>): number {
  return Math.min(upper, Math.max(lower, Number(value.toPrecision(3))));
}

function drawFidelity({ family }: ManifestParts, instance: string): Fidelity {
  const rng = createRng('golden', family.family, instance, 'fidelity');
  return Object.fromEntries(
    family.fidelities.map(({ name, type, lower, upper }) => {
      const level = lower + rng.float() * (upper - lower);
      return [name, type === 'integer' ? Math.round(level) : Number(level.toPrecision(2))];
    }),
  );
}

function highest({ family }: ManifestParts): Fidelity {
  return Object.fromEntries(family.fidelities.map(({ name, upper }) => [name, upper]));
}
