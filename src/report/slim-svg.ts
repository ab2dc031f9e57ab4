/**
 * The same picture in fewer bytes: what Vega writes and nobody sees is left out, places have two decimals, and circles are said as
 * circles. A page has thousands of marks.
 */
export function slimSvg(svg: string): string {
  return oneFont(svg)
    .replaceAll(UNSEEN, '')
    .replaceAll(PLACES, (_, name: string, value: string) => ` ${name}="${value.replaceAll(LONG, rounded)}"`)
    .replaceAll(CIRCLE, (_, before: string, radius: string) => `<circle${before} r="${radius}"`)
    .replaceAll(AT, ' cx="$1" cy="$2" r=')
    .replaceAll(UNDRAWN, '$1')
    .replaceAll(DEFAULTS, '');
}

/** Every text says the font of all of them. */
function oneFont(svg: string): string {
  const fonts = new Set(svg.match(FONT));
  const [font] = fonts;
  if (font === undefined || fonts.size > 1) return svg;
  return svg.replaceAll(FONT, '').replace('<svg', `<svg${font}`);
}

const FONT = / font-family="[^"]*"/g;

/** Grounds and frames without colour. */
const UNSEEN =
  /<path class="(?:background|foreground)" aria-hidden="true" d="[^"]*"(?: pointer-events="none")?(?: display="none")?\/>/g;
/** Labels are not among them: their numbers are to be read. */
const PLACES = / (d|transform|opacity|x2|y2)="([^"]*)"/g;
const LONG = /-?\d*\.\d{3,}/g;
/** A path of two half circles. */
const CIRCLE = /<path([^<>]*?) d="M(\d+\.?\d*),0A\2,\2,0,1,1,-\2,0A\2,\2,0,1,1,\2,0"/g;
/** A circle that is moved, and the width of an outline that it has not. */
const AT = / transform="translate\(([^,()]+),([^,()]+)\)" r=/g;
const UNDRAWN = /(<circle(?:(?! stroke=)[^<>])*?) stroke-width="[^"]*"(?=(?:(?! stroke=)[^<>])*>)/g;
/** What holds where nothing is said. */
const DEFAULTS = / (?:opacity="1"|stroke-width="1"|[xy]2="0"|transform="translate\(0,0\)")/g;

function rounded(number: string): string {
  return String(Number(Number(number).toFixed(2)));
}
