/** What the runs of a validation measured, and were to measure. */
export interface Sample {
  readonly columns: readonly string[];
  /** By series: a line a seed, from seed 0. */
  readonly rows: ReadonlyMap<string, readonly (readonly number[])[]>;
}

/** The values of a series in a column, one a seed; none where no run came so far. */
export function valuesOf({ columns, rows }: Sample, series: string, column: string): readonly number[] {
  const at = columns.indexOf(column);
  return (rows.get(series) ?? []).flatMap((row) => row[at] ?? []);
}

/** As many digits as are kept of a value. */
export function kept(value: number): number {
  return Number(value.toPrecision(6));
}

/** A line a run, as `series,seed,` and the columns. */
export function sampleText({ columns, rows }: Sample): string {
  const lines = [...rows].flatMap(([series, values]) =>
    values.map((row, seed) => [series, seed, ...columns.map((_, at) => row[at] ?? '')].join(',')),
  );
  return [['series', 'seed', ...columns].join(','), ...lines, ''].join('\n');
}

/** @param text - as `sampleText` writes it, and the scripts in `reference/` */
export function parseSample(text: string): Sample {
  const [header = '', ...lines] = text.trim().split('\n');
  const rows = new Map<string, number[][]>();
  for (const line of lines) {
    const [series = '', seed, ...cells] = line.split(',');
    const values = rows.get(series) ?? [];
    if (Number(seed) !== values.length) throw new Error(`${series} has no seed ${values.length} before ${line}`);
    values.push(cells.filter((cell) => cell !== '').map(Number));
    rows.set(series, values);
  }
  return { columns: header.split(',').slice(2), rows };
}
