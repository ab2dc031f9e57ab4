import { formatSeconds } from '../../core/duration.js';
import { exact } from '../exact.js';
import { escapeHtml } from '../page/escape-html.js';
import type { Incumbent, Progress } from './progress.js';

/** The pictures below the strip. Times are in milliseconds since 1970. */
export interface Pictures {
  /** Tells them from those of any other drawing. */
  readonly id: string;
  /** Undefined before the first drawing. */
  readonly drawn: number | undefined;
  /** When they will be drawn again at the soonest, if anything is new; undefined where they are being drawn, or are the last. */
  readonly next: number | undefined;
  /** They show all that there is to show. */
  readonly current: boolean;
}

/** What stands above the page while its study runs. */
export function stripHtml(progress: Progress, pictures: Pictures, now: number): string {
  return `<aside id="live" data-page="${pictures.id}" aria-label="Progress">
<div id="live-now">${stripText(progress, pictures, now)}</div>
<p id="live-link" role="status" hidden></p>
</aside>`;
}

/** The part of it that changes: it is put in anew whenever something did. */
export function stripText(progress: Progress, pictures: Pictures, now: number): string {
  const { share, troubles, incumbents } = progress;
  const percent = Math.floor(100 * share);
  return `<p><b>${escapeHtml(stateText(progress, pictures))}</b></p>
<p><progress max="1" value="${share}" aria-label="Share of the budgets">${percent} %</progress> ${percent} % · ${facts(progress).join(' · ')}</p>
${drawnText(pictures, now)}${list(troubles)}${table(incumbents)}`;
}

function stateText({ state, missing, planned, ended }: Progress, { current }: Pictures): string {
  switch (state) {
    case 'waiting':
      return missing.length > 0
        ? `Waiting: there is no study yet in ${missing.join(', ')}.`
        : 'Waiting for the first evaluation.';
    case 'running':
      return 'The study is running.';
    case 'stopped':
      return `The study has stopped: ${planned - ended} of ${planned} runs have no end, and no runner is at work on them. hport resume goes on with it.`;
    case 'ended':
      return current
        ? 'The study has ended. This is all of it.'
        : 'The study has ended. Its last pictures are being drawn.';
  }
}

function facts({ planned, begun, ended, evaluations, failures, left }: Progress): string[] {
  const number = (value: number): string => value.toLocaleString('en');
  return [
    `${number(ended)} of ${number(planned)} runs ended, ${number(begun - ended)} under way`,
    `${number(evaluations)} evaluations`,
    `${number(failures)} failures`,
    ...(left === null ? [] : [`about ${formatSeconds(left < 100 ? Math.ceil(left) : left)} left`]),
  ];
}

/** The script of the page counts the seconds on. */
function drawnText({ drawn, next, current }: Pictures, now: number): string {
  if (drawn === undefined) return '<p>There are no pictures yet.</p>';
  const since = `<span data-since="${drawn}">${seconds(now - drawn)} s</span>`;
  const until =
    next === undefined || current
      ? ''
      : `; again in <span data-until="${next}">${seconds(next - now)} s</span> at the soonest`;
  return `<p>Pictures drawn ${since} ago${until}.</p>`;
}

function seconds(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds / 1000));
}

function list(troubles: readonly string[]): string {
  if (troubles.length === 0) return '';
  return `<ul class="trouble">${troubles.map((trouble) => `<li>${escapeHtml(trouble)}</li>`).join('')}</ul>`;
}

/** Tables of more rows are closed at first. */
const OPEN = 16;

function table(incumbents: readonly Incumbent[]): string {
  if (incumbents.length === 0) return '';
  const rows = incumbents.map(({ benchmark, optimizer, objective, runs, ended, best, median }) => {
    const names = [benchmark, optimizer, objective].map((name) => `<td>${escapeHtml(name)}</td>`);
    const numbers = [runs, ended, median, best].map(
      (value) => `<td class="n">${value === null ? '' : exact(value)}</td>`,
    );
    return `<tr>${[...names, ...numbers].join('')}</tr>`;
  });
  return `<details id="live-incumbents"${incumbents.length <= OPEN ? ' open' : ''}><summary>Incumbents so far, at full fidelity</summary>
<div class="scroll"><table><thead><tr><th scope="col">benchmark</th><th scope="col">optimizer</th><th scope="col">objective</th><th scope="col" class="n">runs</th><th scope="col" class="n">ended</th><th scope="col" class="n">median</th><th scope="col" class="n">best</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></details>`;
}
