import { escapeHtml } from '../page/escape-html.js';
import { frameHtml } from '../page/frame.js';
import { PAGE_SCRIPT } from '../page/script.js';
import { PAGE_STYLE } from '../page/style.js';
import { LIVE_SCRIPT } from './live-script.js';
import { LIVE_STYLE } from './live-style.js';

/** All scripts that a live page may have. */
export const LIVE_SCRIPTS: readonly string[] = [PAGE_SCRIPT, LIVE_SCRIPT];

/** An icon of nothing: otherwise the browser asks the server for one. */
const HEAD = '<link rel="icon" href="data:,">';
const STYLES = [PAGE_STYLE, LIVE_STYLE];

/** The last drawing of the report. */
export interface DrawnPage {
  readonly title: string;
  /** HTML. */
  readonly body: string;
}

/**
 * The page of `hport report` with a strip above it, or the strip alone where nothing was drawn yet.
 * @param strip HTML
 */
export function livePageHtml(strip: string, drawn: DrawnPage | undefined, folders: readonly string[]): string {
  if (drawn === undefined) {
    const title = folders.join(', ');
    const body = `${strip}\n<header><h1>${escapeHtml(title)}</h1></header>\n<main><p>The report is here as soon as there are evaluations.</p></main>`;
    return frameHtml({ title, head: HEAD, styles: STYLES, body, scripts: [LIVE_SCRIPT] });
  }
  const { title, body } = drawn;
  return frameHtml({ title, head: HEAD, styles: STYLES, body: `${strip}\n${body}`, scripts: LIVE_SCRIPTS });
}
