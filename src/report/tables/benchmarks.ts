import type { TableDefinition } from './table.js';

const benchmarks: TableDefinition = {
  name: 'benchmarks',
  order: 150,
  title: 'Benchmarks',
  about: 'How real their numbers are, the budget on its clock, and the two fixed values that regret is measured by.',
  rows: ({ benchmarks: all }) =>
    all.flatMap(({ name, level, clock, budget, budgetClock, objectives }) =>
      objectives.map((objective) => ({
        benchmark: name,
        level,
        clock,
        budget,
        'in units of': budgetClock,
        objective: objective.name,
        direction: objective.direction,
        unit: objective.unit,
        'judged by': objective.exact ?? objective.name,
        test: objective.test?.name ?? null,
        best: objective.normaliser?.best ?? null,
        'best from': objective.normaliser?.bestFrom ?? null,
        reference: objective.normaliser?.reference ?? null,
        'found by': objective.normaliser?.how ?? null,
      })),
    ),
};
export default benchmarks;
