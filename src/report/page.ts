import type { ComparedClock, Comparison } from '../analysis/comparison.js';
import { escapeHtml } from './page/escape-html.js';
import { figureHtml } from './page/figure-html.js';
import { frameHtml } from './page/frame.js';
import { PAGE_SCRIPT } from './page/script.js';
import { PAGE_STYLE } from './page/style.js';
import { tableHtml } from './page/table-html.js';
import type { Palette } from './palette.js';
import type { DrawnSection, Report } from './report.js';

/** The whole report as one HTML file: pictures, style and script are in it, and nothing is asked of a network. */
export function pageHtml(comparison: Comparison, report: Report): string {
  return frameHtml({
    title: pageTitle(comparison),
    styles: [PAGE_STYLE],
    body: pageBody(comparison, report),
    scripts: [PAGE_SCRIPT],
  });
}

/** The names of the studies. */
export function pageTitle({ studies }: Comparison): string {
  return studies.map(({ study }) => study).join(', ');
}

/** What is between the tags of the body, without scripts. */
export function pageBody(comparison: Comparison, { palette, sections, tables, undrawn }: Report): string {
  return `<header><h1>${escapeHtml(pageTitle(comparison))}</h1>${overview(comparison)}</header>
${filters(comparison, palette)}
<main>
${contents(sections)}
${notes(comparison, undrawn)}
${sections.map(sectionHtml).join('\n')}
<section id="tables"><h2>Tables</h2>
${tables.map(tableHtml).join('\n')}
</section>
</main>
<div id="tip" role="status" hidden></div>`;
}

function overview({ studies, optimizers, benchmarks, runs, suite }: Comparison): string {
  const planned = studies.reduce((sum, study) => sum + study.planned, 0);
  const ended = studies.reduce((sum, study) => sum + study.ended, 0);
  const evaluations = runs.reduce((sum, run) => sum + run.evaluations, 0);
  const facts = [
    `${optimizers.length} optimizers`,
    `${benchmarks.length} benchmarks`,
    `${ended} of ${planned} runs ended`,
    `${evaluations.toLocaleString('en')} evaluations`,
    `hport ${escapeHtml(suite)}`,
  ];
  return `<p>${facts.join(' · ')}</p>`;
}

const CLOCK_NAMES: Readonly<Record<ComparedClock, string>> = {
  seconds: 'seconds',
  evaluations: 'evaluations',
  fullEvaluations: 'full evaluations',
};

function filters({ benchmarks }: Comparison, palette: Palette): string {
  const first = benchmarks[0]?.budgetClock ?? 'seconds';
  const clocks = Object.entries(CLOCK_NAMES).map(
    ([clock, name]) =>
      `<label><input type="radio" name="clock" value="${clock}"${clock === first ? ' checked' : ''}>${name}</label>`,
  );
  const families = [...new Set(benchmarks.map(({ family }) => family))].map((family) => checkbox('family', family, ''));
  const optimizers = palette.labels.map((label) => checkbox('optimizer', label, swatch(palette, label)));
  return `<form class="filters" autocomplete="off">
<fieldset><legend>Clock</legend>${clocks.join('')}</fieldset>
<fieldset><legend>Time</legend><label><input type="radio" name="time" value="log" checked>log</label><label><input type="radio" name="time" value="linear">linear (clock of the budget)</label></fieldset>
<fieldset><legend>Optimizers</legend>${optimizers.join('')}</fieldset>
<details class="families"><summary>Families (${families.length})</summary><fieldset><button type="button" id="every-family">all</button><button type="button" id="no-family">none</button>${families.join('')}</fieldset></details>
</form>`;
}

function checkbox(name: string, value: string, before: string): string {
  const text = escapeHtml(value);
  return `<label><input type="checkbox" name="${name}" value="${text}" checked>${before}${text}</label>`;
}

function swatch(palette: Palette, label: string): string {
  const { colour, dash } = palette.of(label);
  const line = `<line x1="0" y1="5" x2="22" y2="5" stroke="${colour}" stroke-width="3" stroke-dasharray="${dash.join(' ')}"/>`;
  return `<svg class="swatch" width="22" height="10" aria-hidden="true">${line}</svg>`;
}

function contents(sections: readonly DrawnSection[]): string {
  const links = sections.map(({ definition }) => `<a href="#${definition.name}">${escapeHtml(definition.title)}</a>`);
  return `<nav aria-label="Contents">${[...links, '<a href="#tables">Tables</a>'].join(' ')}</nav>`;
}

function notes({ notes: said }: Comparison, undrawn: readonly string[]): string {
  const all = [...said, ...undrawn.map((message) => ({ benchmark: null, optimizer: null, message }))];
  if (all.length === 0) return '';
  const items = all.map(({ benchmark, optimizer, message }) => {
    const subject = [benchmark, optimizer].filter((part) => part !== null).join(', ');
    return `<li>${subject === '' ? '' : `<b>${escapeHtml(subject)}:</b> `}${escapeHtml(message)}</li>`;
  });
  const summary = `<summary>${all.length} to know before believing a number</summary>`;
  return `<section id="notes"><h2>Notes</h2><details${all.length <= 8 ? ' open' : ''}>${summary}<ul>${items.join('')}</ul></details></section>`;
}

function sectionHtml({ definition, figures }: DrawnSection): string {
  return `<section id="${definition.name}"><h2>${escapeHtml(definition.title)}</h2>
<p>${escapeHtml(definition.about)}</p>
<div class="figures">
${figures.map(figureHtml).join('\n')}
</div></section>`;
}
