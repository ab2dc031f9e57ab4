import type { DataFile } from '../data/data-file.js';
import { mebibytes } from '../data/mebibytes.js';
import type { Descriptor } from '../protocol/descriptor.js';
import type { Family } from '../runner/families.js';
import { scaledMetrics } from '../runner/references/scaled-metrics.js';
import type { Parameter } from '../space/parameter.js';
import { formatTable } from './table.js';
import type { Terminal } from './terminal.js';

/** A family and one of its instances, for people. */
export function familyText(family: Family, descriptor: Descriptor, terminal: Pick<Terminal, 'colours'>): string {
  const { name, version, runtime, descriptors, citation } = family;
  const { space, fidelities, metrics, clock, level, source, licence, instance, golden } = descriptor;
  const data = family.data[instance] ?? [];
  const title = (text: string): string => `\n${terminal.colours.bold(text)}`;
  return [
    `${terminal.colours.bold(name)} ${version}, runtime ${runtime}, ${clock} clock, data: ${level}`,
    `source: ${source}`,
    ...(citation === undefined ? [] : [`cite: ${citation}`]),
    `licence: ${licence}`,
    `instances: ${Object.keys(descriptors).join(', ')}`,
    title(`instance ${instance}: ${space.parameters.length} parameters`),
    formatTable(['name', 'type', 'values', 'default'], space.parameters.map(parameterRow), terminal),
    ...(space.conditions ?? []).map(({ child, when }) => `${child} only when ${JSON.stringify(when)}`),
    ...(space.forbidden ?? []).map((clause) => `forbidden: ${JSON.stringify(clause)}`),
    title(fidelities.length === 0 ? 'no fidelities' : 'fidelities'),
    formatTable(['name', 'type', 'levels', 'continues', 'unit'], fidelities.map(fidelityRow), terminal),
    title('metrics'),
    formatTable(['name', 'role', 'direction', 'bounds', 'observed', 'optimum', 'unit'], metricRows(metrics), terminal),
    ...scaleLines(scaledMetrics(family, instance)),
    ...Object.entries(metrics).flatMap(([metric, { notice }]) =>
      notice === undefined ? [] : [`${metric}: ${notice}`],
    ),
    ...(data.length === 0
      ? []
      : [title('data'), formatTable(['name', 'size', 'licence', 'from'], data.map(dataRow), terminal)]),
    `\n${golden.length} golden evaluations`,
  ].join('\n');
}

/** One line a metric whose scale of normalised regret is declared. */
function scaleLines(metrics: Descriptor['metrics']): string[] {
  return Object.entries(metrics).flatMap(([name, { scale }]) =>
    scale === undefined ? [] : [`regret of ${name}: 0 at ${scale.best}, 1 at ${scale.median} (${scale.how})`],
  );
}

function parameterRow(parameter: Parameter): string[] {
  const { name, type } = parameter;
  const value = type === 'constant' ? parameter.value : parameter.default;
  return [name, type, valuesText(parameter), value === undefined ? '' : String(value)];
}

function valuesText(parameter: Parameter): string {
  switch (parameter.type) {
    case 'constant':
      return '';
    case 'categorical':
      return parameter.choices.join(', ');
    case 'ordinal':
      return parameter.sequence.join(' < ');
    default:
      return `${parameter.lower} to ${parameter.upper}${parameter.log === true ? ', log' : ''}`;
  }
}

function fidelityRow({
  name,
  type,
  lower,
  upper,
  log,
  levels,
  continuation,
  unit,
}: Descriptor['fidelities'][number]): string[] {
  const range = levels?.join(', ') ?? `${lower} to ${upper}${log === true ? ', log' : ''}`;
  return [name, type, range, continuation ? 'yes' : 'no', unit];
}

function metricRows(metrics: Descriptor['metrics']): string[][] {
  return Object.entries(metrics).map(([name, { role, of, direction, lower, upper, observed, optimum, unit }]) => {
    const bounds = lower === undefined && upper === undefined ? '' : `${lower ?? '-inf'} to ${upper ?? 'inf'}`;
    const known = [bounds, observed?.join(' to ') ?? '', String(optimum ?? '')];
    return [name, of === undefined ? role : `${role} of ${of}`, direction, ...known, unit ?? ''];
  });
}

function dataRow({ name, size, licence, url, conversion }: DataFile): string[] {
  return [name, mebibytes(size), licence, conversion === undefined ? url : `a conversion of ${url}`];
}
