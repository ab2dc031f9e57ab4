import { PROTOCOL_VERSION, type Descriptor } from '../../src/protocol/descriptor.js';

/** What both fixture objectives understand; each mode is a way to behave. */
export const MODES: readonly string[] = [
  ...['plain', 'nan', 'infinite', 'text', 'missing', 'undeclared', 'outside', 'costless', 'free', 'nothing'],
  ...[
    'throws',
    'throws-cost',
    'throws-code',
    'refuses-checkpoint',
    'asks',
    'memory',
    'noise',
    'spin',
    'wait',
    'wait-spin',
    'curve',
    'train',
    'train-throws',
    'bigint',
    'floating',
    'long-message',
    'thrown-object',
    'diverges',
    'exit',
  ],
];

const RECORDED: Descriptor = {
  protocol: PROTOCOL_VERSION,
  family: 'fixture',
  version: '1.0.0',
  instance: 'recorded',
  space: {
    parameters: [
      { name: 'x', type: 'float', lower: -100, upper: 100 },
      { name: 'mode', type: 'categorical', choices: MODES },
    ],
  },
  fidelities: [{ name: 'epochs', type: 'integer', lower: 1, upper: 100, continuation: true, unit: 'epochs' }],
  metrics: {
    loss: { direction: 'minimize', role: 'objective', upper: 20_000 },
    epochs: { direction: 'minimize', role: 'info' },
  },
  clock: 'recorded',
  level: 'synthetic',
  source: 'a fixture of test/protocol',
  licence: 'CC0-1.0',
  golden: [],
};

export const DESCRIPTORS: Readonly<Record<'recorded' | 'measured' | 'floored', Descriptor>> = {
  recorded: RECORDED,
  measured: { ...RECORDED, instance: 'measured', clock: 'measured' },
  floored: { ...RECORDED, instance: 'floored', costFloor: 0.25 },
};
