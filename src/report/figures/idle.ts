import { exact } from '../exact.js';
import type { FigureDefinition } from './figure.js';
import { frame, WIDTH } from './parts/frame.js';
import { optimizerChannel } from './parts/optimizer-channel.js';

/** How much of the workers' time was spent on waiting. */
const idle: FigureDefinition = {
  name: 'idle',
  order: 85,
  title: 'Idle workers',
  about: "The share of the workers' time without an evaluation: what a method pays for waiting on others.",
  draw: ({ workers: all, benchmarks }, palette) => {
    if (all.length === 0) return [];
    const shown = [...new Set(all.map(({ optimizer }) => optimizer))].sort();
    const order = benchmarks.map(({ name }) => name);
    const rows = all.map(({ benchmark, optimizer, workers, runs, idle: share }) => ({
      benchmark,
      optimizer,
      idle: share,
      tip: `${optimizer}: ${exact(100 * share)} % idle on ${benchmark}, ${workers} workers, ${runs} runs`,
    }));
    const title = 'Idle workers';
    const caption =
      'Median over runs of the share of the workers’ time in which they had no evaluation, a point a benchmark and optimizer.';
    const spec = {
      width: WIDTH,
      height: { step: 22 },
      datasets: { idle: rows },
      data: { name: 'idle' },
      mark: { type: 'point', filled: true, size: 80, opacity: 0.9 },
      encoding: {
        x: {
          field: 'idle',
          type: 'quantitative',
          title: 'idle time',
          scale: { domainMin: 0 },
          axis: { format: '~%', tickCount: 5 },
        },
        y: { field: 'benchmark', type: 'nominal', title: null, sort: order, axis: { grid: true } },
        color: optimizerChannel(palette, shown, { trait: 'colour', legend: 'points' }),
        shape: optimizerChannel(palette, shown, { trait: 'shape', legend: 'points' }),
        description: { field: 'tip', type: 'nominal' },
      },
    };
    return [
      {
        name: 'idle',
        title,
        caption,
        family: null,
        optimizer: null,
        clock: null,
        spec: frame({ title, caption }, spec),
      },
    ];
  },
};
export default idle;
