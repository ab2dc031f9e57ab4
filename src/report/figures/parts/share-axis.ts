import type { Axis } from './curves.js';

/** Shares of a budget on a log axis. */
export const SHARE_AXIS: Axis = { title: 'share of the budget', log: true, format: '~%' };
