/** The largest integer that is not above a value, where a value within 1e-9 of an integer is that integer. */
export function floorWhole(value: number): number {
  return isWhole(value) ? Math.round(value) : Math.floor(value);
}

/** The smallest integer that is not below a value, likewise. */
export function ceilWhole(value: number): number {
  return isWhole(value) ? Math.round(value) : Math.ceil(value);
}

/** 5/3 x 9 is 15.000000000000002 in doubles. */
function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-9;
}
