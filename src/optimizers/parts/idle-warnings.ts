/**
 * What the user of a method that waits should know of the workers: `OptimizerDefinition.warn`.
 * @param widest how much can be under way at most, as the beginning of a sentence
 * @param most the same as a number
 */
export function idleWarnings(widest: string, most: number, workers: number, how = 'always idle'): readonly string[] {
  return workers > most ? [`${widest}, so ${workers - most} of ${workers} workers are ${how}`] : [];
}
