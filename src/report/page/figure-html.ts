import type { DrawnFigure } from '../report.js';
import { escapeHtml } from './escape-html.js';

/** A picture in the page, with what it is filtered by. */
export function figureHtml({ figure, svg }: DrawnFigure): string {
  const { name, caption, family, optimizer, clock, time = null } = figure;
  const traits = Object.entries({ family, optimizer, clock, time })
    .map(([key, value]) => (value === null ? '' : ` data-${key}="${escapeHtml(value)}"`))
    .join('');
  return `<figure id="${escapeHtml(`figure-${name}`)}"${traits}>${inlined(svg, name)}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

/**
 * Every picture counts its clip paths from 0; in one page they need names of their own. It is as wide as the page allows, but no wider
 * than drawn, and no narrower than its text can be read: then it scrolls.
 */
function inlined(svg: string, name: string): string {
  const prefix = name.replaceAll(/[^\w-]/g, '_');
  return svg
    .replace(/^<svg ([^>]*?)width="(\d+)" height="\d+"/, (_, before: string, width: string) => {
      const least = Math.round(LEAST_SCALE * Number(width));
      return `<svg ${before}style="max-width:${width}px;min-width:${least}px"`;
    })
    .replaceAll(/id="((?:clip|gradient)[^"]*)"/g, `id="${prefix}-$1"`)
    .replaceAll(/url\(#([^)]*)\)/g, `url(#${prefix}-$1)`);
}

/** 8 px for text of 12 px. */
const LEAST_SCALE = 2 / 3;
