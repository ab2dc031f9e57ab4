import type { TableDefinition } from './table.js';

const fronts: TableDefinition = {
  name: 'fronts',
  order: 120,
  title: 'Points of the Pareto fronts',
  about:
    'Values at full fidelity that no other of the same optimizer dominates, over all of its runs, in the sign of the benchmark.',
  rows: ({ fronts: all }) =>
    all.flatMap(({ benchmark, optimizer, objectives, points }) =>
      points.flatMap((point, index) =>
        objectives.map((objective, axis) => ({
          benchmark,
          optimizer,
          point: index + 1,
          objective,
          value: point[axis] ?? null,
        })),
      ),
    ),
};
export default fronts;
