import type { TableDefinition } from './table.js';

const optimizers: TableDefinition = {
  name: 'optimizers',
  order: 140,
  title: 'Optimizers',
  about: 'Who took part, and who invented it.',
  rows: ({ optimizers: all }) =>
    all.map(({ label, name, fidelities, source }) => ({ optimizer: label, definition: name, fidelities, source })),
};
export default optimizers;
