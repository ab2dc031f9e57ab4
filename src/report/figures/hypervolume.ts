import { exact } from '../exact.js';
import type { FigureDefinition } from './figure.js';
import { CLOCK_UNITS, clockTitle } from './parts/clock-words.js';
import { curvesSpec } from './parts/curves.js';
import { frame } from './parts/frame.js';

/** How much of the space of objectives the front so far dominates. */
const hypervolume: FigureDefinition = {
  name: 'hypervolume',
  order: 100,
  title: 'Hypervolume over time',
  about:
    'The part of the box between the best values and the references of the objectives that the front of a run so far dominates: more ' +
    'is better. Ranks, tests and areas of such benchmarks are by it.',
  draw: ({ hypervolumes, benchmarks, settings }, palette) =>
    benchmarks.flatMap((benchmark) =>
      (['seconds', 'evaluations', 'fullEvaluations'] as const).flatMap((clock) => {
        const curves = hypervolumes.filter((curve) => curve.benchmark === benchmark.name && curve.clock === clock);
        if (curves.length === 0) return [];
        const x = { title: clockTitle(clock, benchmark), log: true };
        const caption =
          `Hypervolume on ${benchmark.name} of ${benchmark.objectives.map(({ name }) => name).join(' and ')}, normalised ` +
          `(reference point 1, best point 0): median over runs. Bands: ${Math.round(settings.confidence * 100)} % bootstrap intervals of the median.`;
        const series = curves.map((curve) => ({
          optimizer: curve.optimizer,
          x: curve.x,
          y: curve.median,
          lower: curve.lower,
          upper: curve.upper,
          tip: (index: number) =>
            `${exact(curve.median[index] ?? 0)} from ${exact(curve.x[index] ?? 0)} ${CLOCK_UNITS[clock]} on`,
        }));
        const spec = curvesSpec(series, palette, { x, y: { title: 'hypervolume' }, step: true });
        return [
          {
            name: `hypervolume-${benchmark.name}-${clock}`,
            title: `${benchmark.name}: hypervolume`,
            caption,
            family: benchmark.family,
            optimizer: null,
            clock,
            spec: frame({ title: benchmark.name, subtitle: 'hypervolume, median over runs', caption }, spec),
          },
        ];
      }),
    ),
};
export default hypervolume;
