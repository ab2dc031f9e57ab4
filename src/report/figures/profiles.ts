import { exact } from '../exact.js';
import type { FigureDefinition } from './figure.js';
import { curvesSpec } from './parts/curves.js';
import { frame } from './parts/frame.js';

/** Performance profiles of Dolan and More (2002). */
const profiles: FigureDefinition = {
  name: 'profiles',
  order: 60,
  title: 'Performance profile',
  about:
    'How often an optimizer is the fastest (at 1), and how far it stays behind the fastest elsewhere: higher is better.',
  draw: ({ profiles: curves }, palette) => {
    const [first] = curves;
    if (first === undefined) return [];
    const title = 'Performance profile';
    const caption =
      `Share of ${first.problems} (benchmark, target) problems that an optimizer solves in at most this many times the expected ` +
      `running time of the fastest optimizer on that problem.`;
    const series = curves.map(({ optimizer, factor, solved }) => ({
      optimizer,
      x: factor,
      y: solved,
      tip: (index: number) =>
        `solves ${exact(100 * (solved[index] ?? 0))} % within ${exact(factor[index] ?? 1)} times the time of the fastest`,
    }));
    const axes = {
      x: { title: 'times the expected running time of the fastest', log: true },
      y: { title: 'problems solved', domain: [0, 1] as const, format: '~%' },
      step: true,
    };
    const spec = frame({ title, caption }, curvesSpec(series, palette, axes));
    return [{ name: 'profiles', title, caption, family: null, optimizer: null, clock: null, spec }];
  },
};
export default profiles;
