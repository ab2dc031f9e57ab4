import { shown } from './shown.js';

/** Longest line that a host takes, in bytes without its newline: no answer of a guest comes near it. */
export const ANSWER_LIMIT: number = 1024 * 1024;
/** Longest notification, in characters. */
export const NOTIFICATION_LIMIT: number = 64 * 1024;
/** Lines after one another that answer nothing and report nothing new: blank ones, repeated levels, unknown notifications. */
export const IDLE_LINES = 10_000;
/** Reports of one evaluation. */
export const LARGEST_REPORTS = 1_000_000;
/** A line may be nested this deeply: one of 1 MiB that is nested half a million deep takes a quarter of a second to parse. */
export const DEEPEST = 200;

/** Absolute value of a metric or a level: its square, and the sum of a million of them, are numbers. */
export const LARGEST_METRIC = 1e150;
/** Seconds that an evaluation may cost: 31,700 years, so that no clock ever comes to a number that JSON has not. */
export const LARGEST_COST = 1e12;
/** Seconds that an evaluation costs at least: below it time might stand still. */
export const LEAST_COST = 1e-6;

/** Whether a metric can be logged, read and computed with. */
export function isMetric(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= LARGEST_METRIC;
}

/** What is wrong with a value that is no metric, to stand behind "is". */
export function metricMistake(value: unknown): string {
  const beyond = typeof value === 'number' && Number.isFinite(value);
  return beyond ? `${value}, beyond ${LARGEST_METRIC}` : `not a finite number: ${shown(value)}`;
}
