import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { packageRoot } from '../../src/core/package.js';
import { BECAUSE } from './because.js';
import { table } from './markdown.js';
import { loadValidation, validationNames } from './registry.js';
import { parseSample } from './sample.js';
import type { Check, Section } from './validation.js';

/** Where a validation's measured values are kept. */
export function sampleFile(folder: string, name: string): string {
  return join(folder, 'validation', `${name}.csv`);
}

/** The document that the kept values make: a function of them, and formatted as everything else is. */
export async function documentText(folder: string): Promise<string> {
  const sections: Part[] = [];
  for (const name of validationNames()) {
    const { title, section } = await loadValidation(name);
    const file = sampleFile(folder, name);
    const made = existsSync(file) ? section(parseSample(readFileSync(file, 'utf8'))) : undefined;
    sections.push({ name, title, made });
  }
  const text = [INTRODUCTION, summaryOf(sections), ...sections.map(sectionText)].join('\n\n');
  return await format(text, { ...(await resolveConfig(join(packageRoot(), 'package.json'))), parser: 'markdown' });
}

interface Part {
  readonly name: string;
  readonly title: string;
  /** Undefined where it has not been run. */
  readonly made: Section | undefined;
}

const INTRODUCTION = `# Validation

<!-- Written by \`npm run validate\`: do not edit it by hand. -->

What the optimizers of the suite come to, beside what their references came to. \`npm run validate\` runs all of it again
and writes this page and the measured values, one line a run, in \`docs/validation/\`; \`npm run validate -- tpe --seeds 200\`
runs one part with more seeds. The same seeds give the same page, byte for byte. A test repeats what is cheap and fails
where this page has gone stale.

A check that is missed stays missed here, with the reason as far as it is known.`;

function summaryOf(parts: readonly Part[]): string {
  const rows = parts.map(({ name, title, made }) => {
    const met = made?.checks.filter((check) => check.met).length ?? 0;
    return [`[${title}](#${anchorOf(title)})`, `\`${name}\``, made ? `${met} of ${made.checks.length}` : 'not run'];
  });
  const misses = parts.flatMap(({ made }) => made?.checks.filter((check) => !check.met) ?? []);
  return [table(['validation', 'name', 'checks met'], rows), ...missesText(misses)].join('\n\n');
}

function missesText(misses: readonly Check[]): readonly string[] {
  if (misses.length === 0) return [];
  return [
    'Missed:',
    misses.map(({ name }) => `- **${name}**: ${BECAUSE[name] ?? 'nobody has looked into this yet.'}`).join('\n'),
  ];
}

function sectionText({ title, name, made }: Part): string {
  const text = made?.text ?? `It was not run: \`npm run validate -- ${name}\` does.`;
  return `## ${title}\n\n${text}`;
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}
