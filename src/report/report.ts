import type { Comparison } from '../analysis/comparison.js';
import { messageOf } from '../core/errors.js';
import type { Figure, FigureDefinition, VegaLiteSpec } from './figures/figure.js';
import { listFigures } from './figures/registry.js';
import { createPalette, type Palette } from './palette.js';
import { renderSvg } from './render.js';
import { listTables } from './tables/registry.js';
import type { Row, TableDefinition } from './tables/table.js';

/** All pictures and tables of a comparison that have something to show, in order. */
export interface Report {
  readonly palette: Palette;
  readonly sections: readonly DrawnSection[];
  readonly tables: readonly FilledTable[];
  /** What could not be drawn, and why, a sentence each. */
  readonly undrawn: readonly string[];
}

export interface DrawnSection {
  readonly definition: FigureDefinition;
  readonly figures: readonly DrawnFigure[];
}

export interface DrawnFigure {
  readonly figure: Figure;
  readonly svg: string;
}

export interface FilledTable {
  readonly definition: TableDefinition;
  readonly rows: readonly Row[];
}

/**
 * Draws and fills what there is to show of a comparison. A figure that cannot be drawn, such as one of values whose range is no number,
 * ends nothing: it is in `undrawn`.
 * @param render makes SVG of a specification
 */
export async function createReport(
  comparison: Comparison,
  render: (spec: VegaLiteSpec) => Promise<string> = renderSvg,
): Promise<Report> {
  const palette = createPalette(comparison.optimizers.map(({ label }) => label));
  const sections: DrawnSection[] = [];
  const undrawn: string[] = [];
  const claimName = createFileNames();
  for (const definition of await listFigures()) {
    const figures: DrawnFigure[] = [];
    for (const figure of definition.draw(comparison, palette)) {
      try {
        const svg = await render(figure.spec);
        figures.push({ figure: { ...figure, name: claimName(figure.name) }, svg });
      } catch (error) {
        undrawn.push(`The figure "${figure.title}" of "${definition.title}" cannot be drawn: ${messageOf(error)}`);
      }
    }
    if (figures.length > 0) sections.push({ definition, figures });
  }
  const tables = (await listTables()).map((definition) => ({ definition, rows: definition.rows(comparison) }));
  return { palette, sections, tables: tables.filter(({ rows }) => rows.length > 0), undrawn };
}

/** Labels may have any letters, and runs of two studies the same name. */
function createFileNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const base = name.replaceAll(/[^\w.@+-]+/g, '_');
    let free = base;
    for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${base}-${number}`;
    taken.add(free.toLowerCase());
    return free;
  };
}
