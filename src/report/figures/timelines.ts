import type { ComparedBenchmark, Timeline } from '../../analysis/comparison.js';
import { exact } from '../exact.js';
import type { Figure, FigureDefinition } from './figure.js';
import { clockTitle } from './parts/clock-words.js';
import { frame, WIDTH } from './parts/frame.js';
import { levelColour } from './parts/level-colour.js';

/** Which worker did what when (Gantt). */
const timelines: FigureDefinition = {
  name: 'timelines',
  order: 80,
  title: 'Workers over time',
  about: 'Each bar is an evaluation, each row a worker; white is waiting. One run an optimizer and family is shown.',
  draw: ({ timelines: all, benchmarks }) =>
    all.flatMap((timeline) =>
      benchmarks.filter(({ name }) => name === timeline.benchmark).map((benchmark) => drawRun(timeline, benchmark)),
    ),
};
export default timelines;

const FAILED = '#d55e00';

function drawRun(timeline: Timeline, benchmark: ComparedBenchmark): Figure {
  const { run, optimizer, workers, worker, start, end, trial, level, status, cut } = timeline;
  const rows = worker.map((number, index) => ({
    worker: number + 1,
    start: start[index] ?? 0,
    end: end[index] ?? 0,
    level: level[index] ?? 1,
    failed: status[index] !== 'completed',
    tip:
      `${optimizer}: trial ${trial[index] ?? 0} at level ${exact(level[index] ?? 1)}, ${exact(start[index] ?? 0)} to ` +
      `${exact(end[index] ?? 0)} s, ${status[index] ?? ''}`,
  }));
  const caption =
    `Evaluations of the run ${run} over ${workers} worker${workers === 1 ? '' : 's'}; orange did not complete.` +
    (cut ? ` The first ${rows.length} evaluations are shown.` : '');
  const spec = {
    width: WIDTH,
    height: { step: Math.max(8, Math.min(26, 260 / workers)) },
    datasets: { evaluations: rows },
    data: { name: 'evaluations' },
    mark: { type: 'bar', stroke: '#ffffff', strokeWidth: rows.length > 300 ? 0 : 0.5 },
    encoding: {
      x: {
        field: 'start',
        type: 'quantitative',
        title: clockTitle('seconds', benchmark),
        axis: { grid: false, tickCount: 5 },
      },
      x2: { field: 'end' },
      y: { field: 'worker', type: 'ordinal', title: 'worker', axis: { domain: false, ticks: false } },
      color: { condition: { test: 'datum.failed', value: FAILED }, ...levelColour(level) },
      description: { field: 'tip', type: 'nominal' },
    },
  };
  return {
    name: `timelines-${run}`,
    title: `${optimizer} on ${benchmark.name}`,
    caption,
    family: benchmark.family,
    optimizer,
    clock: null,
    spec: frame({ title: benchmark.name, subtitle: `one run of ${optimizer}`, caption }, spec),
  };
}
