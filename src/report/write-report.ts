import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Comparison } from '../analysis/comparison.js';
import { userError } from '../core/errors.js';
import { pageHtml } from './page.js';
import { createRasteriser } from './rasterise.js';
import { createReport, type DrawnFigure, type FilledTable } from './report.js';
import { csv } from './tables/parts/csv.js';
import { markdown } from './tables/parts/markdown.js';

export interface WrittenReport {
  readonly page: string;
  readonly figures: number;
  readonly tables: number;
  /** What could not be written, a sentence each. */
  readonly notices: readonly string[];
}

/** px of a PNG a px of its SVG: about 200 px an inch in print at column width. */
const SCALE = 2;
/** Pictures that are rasterised at once, in threads of Node's pool. */
const AT_ONCE = 4;

/**
 * Writes the folder of a report: `report.html`, `summary.json`, `figures/` and `tables/`. An older report there is replaced.
 * @throws SuiteError of code 'user' where the folder holds something else
 */
export async function writeReport(comparison: Comparison, folder: string): Promise<WrittenReport> {
  await checkFolder(folder);
  const report = await createReport(comparison);
  const { sections, tables } = report;
  for (const part of ['figures', 'tables']) {
    await rm(join(folder, part), { recursive: true, force: true });
    await mkdir(join(folder, part), { recursive: true });
  }
  await writeFile(join(folder, 'summary.json'), `${JSON.stringify(comparison)}\n`);
  const figures = sections.flatMap((section) => section.figures);
  for (const { figure, svg } of figures) {
    const file = join(folder, 'figures', figure.name);
    await writeFile(`${file}.svg`, svg);
    await writeFile(`${file}.vl.json`, `${JSON.stringify(figure.spec, undefined, 1)}\n`);
  }
  for (const table of tables) await writeTable(table, join(folder, 'tables'));
  const page = join(folder, 'report.html');
  await writeFile(page, pageHtml(comparison, report));
  // Last, as it is native code: what it might do to this process, the rest is there.
  const notices = await writePngs(figures, join(folder, 'figures'));
  return { page, figures: figures.length, tables: tables.length, notices: [...report.undrawn, ...notices] };
}

async function checkFolder(folder: string): Promise<void> {
  if (!existsSync(folder) || existsSync(join(folder, 'summary.json'))) return;
  if ((await readdir(folder)).length === 0) return;
  throw userError('the folder has something in it that is no report', {
    file: folder,
    mend: 'Name another one with --out, or remove it.',
  });
}

async function writePngs(figures: readonly DrawnFigure[], folder: string): Promise<readonly string[]> {
  const rasteriser = await createRasteriser(SCALE);
  if ('missing' in rasteriser) return [rasteriser.missing];
  const left = figures.values();
  const drawNext = async (): Promise<void> => {
    for (const { figure, svg } of left) await writeFile(join(folder, `${figure.name}.png`), await rasteriser.png(svg));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, drawNext));
  return [];
}

async function writeTable({ definition, rows }: FilledTable, folder: string): Promise<void> {
  await writeFile(join(folder, `${definition.name}.csv`), csv(rows));
  await writeFile(
    join(folder, `${definition.name}.md`),
    `## ${definition.title}\n\n${definition.about}\n\n${markdown(rows)}`,
  );
}
