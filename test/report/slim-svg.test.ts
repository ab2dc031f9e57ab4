import { expect, it } from 'vitest';
import { slimSvg } from '../../src/report/slim-svg.js';

it('an SVG is rounded where nobody sees it, and its words are left as they are', () => {
  const mark =
    '<path aria-label="a: 0.123456 from 1.23456 s on" role="graphics-symbol" transform="translate(39.215686,-0.001)" d="M3.162,0A3.162,3.162,0,1,1,-3.162,0A3.162,3.162,0,1,1,3.162,0" fill="#009e73" stroke-width="2"/>';
  expect(slimSvg(mark)).toBe(
    '<circle aria-label="a: 0.123456 from 1.23456 s on" role="graphics-symbol" cx="39.22" cy="0" r="3.16" fill="#009e73"/>',
  );
  expect(slimSvg('<path d="M0,0L77.99523,1e-8" opacity="0.30503"/>')).toBe('<path d="M0,0L78,1e-8" opacity="0.31"/>');
});

it('grounds and frames without colour are left out of an SVG, others are not', () => {
  const seen = '<path class="background" aria-hidden="true" d="M0,0h400v276h-400Z" stroke="#ddd"/>';
  const unseen =
    '<path class="background" aria-hidden="true" d="M0,0h400v276h-400Z"/><path class="foreground" aria-hidden="true" d="" display="none"/>';
  expect(slimSvg(`<g>${unseen}${seen}</g>`)).toBe(`<g>${seen}</g>`);
});

it('a font that all texts of an SVG have is said once', () => {
  const text = (font: string): string => `<text font-family="${font}">a</text>`;
  expect(slimSvg(`<svg>${text('Inter')}${text('Inter')}</svg>`)).toBe(
    '<svg font-family="Inter"><text>a</text><text>a</text></svg>',
  );
  expect(slimSvg(`<svg>${text('Inter')}${text('Arial')}</svg>`)).toBe(`<svg>${text('Inter')}${text('Arial')}</svg>`);
});
