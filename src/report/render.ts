import { bug, messageOf } from '../core/errors.js';
import type { VegaLiteSpec } from './figures/figure.js';
import { slimSvg } from './slim-svg.js';

/**
 * A specification of Vega-Lite as SVG, without a browser.
 * @throws SuiteError of code 'bug' where Vega refuses or warns: what it warns of (a field that is missing, a scale without domain)
 * comes out as a wrong picture.
 */
export async function renderSvg(spec: VegaLiteSpec): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  (vega as unknown as Measures).textMetrics.width = ({ fontSize = 11 }, text) => widthOf(String(text), fontSize);
  const complaints: string[] = [];
  const logger = complainTo(complaints);
  try {
    const compiled = vegaLite.compile(spec as never, { logger: logger as never });
    const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logger: logger as never });
    const svg = await view.toSVG();
    view.finalize();
    if (complaints.length === 0) return slimSvg(svg);
  } catch (error) {
    throw bug(`Vega cannot draw "${titleOf(spec)}": ${messageOf(error)}`, { cause: error });
  }
  throw bug(`Vega complains of "${titleOf(spec)}": ${complaints.join('; ')}`);
}

/** What Vega measures text with; its types leave it out. */
interface Measures {
  readonly textMetrics: { width: (item: { readonly fontSize?: number }, text: unknown) => number };
}

interface Logger {
  level(): unknown;
  error(...words: unknown[]): Logger;
  warn(...words: unknown[]): Logger;
  info(): Logger;
  debug(): Logger;
}

/** A logger as Vega wants it: setters return it, the getter of the level answers `warn`. */
function complainTo(complaints: string[]): Logger {
  const logger: Logger = {
    level: (...given: unknown[]) => (given.length > 0 ? logger : 2),
    error: (...words) => (complaints.push(words.map(messageOf).join(' ')), logger),
    warn: (...words) => (complaints.push(words.map(messageOf).join(' ')), logger),
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

function titleOf({ title }: VegaLiteSpec): string {
  return typeof title === 'string' ? title : JSON.stringify(title);
}

/** Vega has no canvas to measure text on and would take every letter for 0.8 em, which leaves gaps; these are the widths of Inter. */
function widthOf(text: string, fontSize: number): number {
  let em = 0;
  for (const letter of text)
    em += NARROW.test(letter) ? 0.3 : WIDE.test(letter) ? 0.85 : CAPITAL.test(letter) ? 0.7 : 0.6;
  return em * fontSize;
}

const NARROW = /[ijltfr.,:;'|!()[\] /-]/;
const WIDE = /[mwMW%@]/;
const CAPITAL = /[A-Z]/;
