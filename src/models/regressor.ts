/** A model of one number. Rows are in kernel codes: numbers, indexes of choices, NaN where a parameter is inactive. */
export interface Regressor {
  /**
   * @param rows - n x width, row by row
   * @param targets - n, finite
   */
  fit(rows: Float64Array, targets: Float64Array): void;
  /**
   * @param rows - m x width
   * @returns m
   */
  predict(rows: Float64Array): Float64Array;
}
