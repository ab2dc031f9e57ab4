import { format } from 'prettier';
import { type Family, listFamilies, loadFamily } from '../../src/runner/families.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import type { FidelityParameter } from '../../src/fidelity/space.js';

/** `docs/families.md`: what there is to optimise, as the manifests of `benchmarks/` say it. */
export async function familiesPage(): Promise<string> {
  const families = await Promise.all((await listFamilies()).map(loadFamily));
  const text = [HEAD, countsText(families), overview(families), ...families.map(section)].join('\n\n');
  return await format(text, { parser: 'markdown', printWidth: 120 });
}

const HEAD = `# Families

<!-- Made by \`npm run docs\` from the manifests in benchmarks/; a test fails when it is stale. Do not edit it. -->

A *family* is a folder of \`benchmarks/\`, a *benchmark* one of its instances, and a *problem* a benchmark with one of its
objectives. What a family does otherwise than its source is in its \`errata.md\`.`;

function countsText(families: readonly Family[]): string {
  const runnable = families.filter(({ unpinned }) => Object.keys(unpinned).length === 0);
  const counted = (some: readonly Family[]): string =>
    `${some.length} families, ${sum(some.map(benchmarksIn))} benchmarks, ${sum(some.map(problemsIn))} problems`;
  const waiting = families.length - runnable.length;
  const rest = `${waiting} families can be planned only, until the sums of their files are known: they are marked *`;
  return `**${counted(families)}.** Of these run: ${counted(runnable)}.${waiting > 0 ? ` ${rest}.` : ''}`;
}

const COLUMNS: Readonly<Record<string, (family: Family) => string>> = {
  family: (family) => `[${family.name}](#${family.name})${Object.keys(family.unpinned).length > 0 ? ' *' : ''}`,
  runtime: ({ runtime }) => runtime,
  clock: (family) => first(family).clock,
  data: (family) => first(family).level,
  benchmarks: (family) => String(benchmarksIn(family)),
  problems: (family) => String(problemsIn(family)),
  parameters: (family) => span(descriptorsOf(family).map(({ space }) => space.parameters.length)),
  fidelities: (family) =>
    first(family)
      .fidelities.map(({ name }) => `\`${name}\``)
      .join(', '),
  licence: (family) => first(family).licence,
};

function overview(families: readonly Family[]): string {
  const names = Object.keys(COLUMNS);
  const rows = families.map((family) => names.map((name) => cell(COLUMNS[name]?.(family) ?? '')));
  return [names, names.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function section(family: Family): string {
  const { fidelities, metrics, source } = first(family);
  const lines = [
    `Source: ${source}${family.citation === undefined ? '' : ` ${family.citation}`}`,
    `Instances: ${listed(Object.keys(family.descriptors))}.`,
    fidelities.length === 0 ? 'No fidelities.' : `Fidelities: ${fidelities.map(fidelityText).join('; ')}.`,
    ...rolesText(metrics),
    ...unpinnedText(family),
  ];
  return [`## ${family.name}`, ...lines].join('\n\n');
}

function fidelityText({ name, lower, upper, unit, log, continuation }: FidelityParameter): string {
  const notes = [unit, log === true ? 'log scale' : undefined, continuation ? 'continues' : undefined];
  const told = notes.filter((note) => note !== undefined);
  return `\`${name}\` ${lower} to ${upper}${told.length > 0 ? ` (${told.join(', ')})` : ''}`;
}

const ROLES = { objective: 'Objectives', test: 'Test values', feature: 'Features', constraint: 'Constraints' } as const;

function rolesText(metrics: Descriptor['metrics']): readonly string[] {
  return Object.entries(ROLES).flatMap(([role, title]) => {
    const own = Object.keys(metrics).filter((name) => metrics[name]?.role === role);
    if (own.length === 0) return [];
    return [
      `${title}: ${listed(own, (name) => `\`${name}\`${metrics[name]?.direction === 'maximize' ? ' (max)' : ''}`)}.`,
    ];
  });
}

function unpinnedText({ unpinned }: Family): readonly string[] {
  const files = Object.keys(unpinned);
  return files.length === 0 ? [] : [`Can be planned only: the sums of ${listed(files)} are not known.`];
}

const SHOWN = 12;

function listed(names: readonly string[], shown = (name: string): string => `\`${name}\``): string {
  const head = names.slice(0, SHOWN).map(shown).join(', ');
  return names.length > SHOWN ? `${head} and ${names.length - SHOWN} more` : head;
}

function descriptorsOf({ descriptors }: Family): readonly Descriptor[] {
  return Object.values(descriptors);
}

function first(family: Family): Descriptor {
  return descriptorsOf(family)[0] as Descriptor;
}

function benchmarksIn(family: Family): number {
  return descriptorsOf(family).length;
}

function problemsIn(family: Family): number {
  return sum(
    descriptorsOf(family).map(
      ({ metrics }) => Object.values(metrics).filter(({ role }) => role === 'objective').length,
    ),
  );
}

function span(values: readonly number[]): string {
  const least = Math.min(...values);
  const most = Math.max(...values);
  return least === most ? String(least) : `${least} to ${most}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
