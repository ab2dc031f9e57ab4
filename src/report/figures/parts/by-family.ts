/** What is of one family, or of all (`null`). */
export interface OfFamily<T> {
  readonly family: string | null;
  readonly of: readonly T[];
}

/** In the order of appearance; a single family is the same as all, and is left out. */
export function byFamily<T extends { readonly family: string | null }>(values: readonly T[]): readonly OfFamily<T>[] {
  const families = [...new Set(values.map(({ family }) => family))];
  const kept = families.length === 2 && families.includes(null) ? [null] : families;
  return kept.map((family) => ({ family, of: values.filter((value) => value.family === family) }));
}
