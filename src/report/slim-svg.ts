/**
 * The same picture in fewer bytes: what Vega writes and nobody sees is left out, places have two decimals, and circles are said as
 * circles. A page has thousands of marks.
 */
export function slimSvg(svg: string): string {
  return svg
    .replaceAll(UNSEEN, '')
    .replaceAll(PLACES, (_, name: string, value: string) => ` ${name}="${value.replaceAll(LONG, rounded)}"`)
    .replaceAll(CIRCLE, (_, before: string, radius: string) => `<circle${before} r="${radius}"`);
}

/** Grounds and frames without colour. */
const UNSEEN = /<path class="(?:background|foreground)" aria-hidden="true" d="[^"]*"(?: display="none")?\/>/g;
/** Labels are not among them: their numbers are to be read. */
const PLACES = / (d|transform|opacity|x2|y2)="([^"]*)"/g;
const LONG = /-?\d*\.\d{3,}/g;
/** A path of two half circles. */
const CIRCLE = /<path([^<>]*?) d="M(\d+\.?\d*),0A\2,\2,0,1,1,-\2,0A\2,\2,0,1,1,\2,0"/g;

function rounded(number: string): string {
  return String(Number(Number(number).toFixed(2)));
}
