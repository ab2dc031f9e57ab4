/** What is of one family, or of all (`null`), in the order of appearance. */
export interface OfFamily<T> {
  readonly family: string | null;
  readonly of: readonly T[];
}

export function byFamily<T extends { readonly family: string | null }>(values: readonly T[]): readonly OfFamily<T>[] {
  const families = [...new Set(values.map(({ family }) => family))];
  return families.map((family) => ({ family, of: values.filter((value) => value.family === family) }));
}
