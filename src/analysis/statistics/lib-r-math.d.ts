/** The package has types, but where NodeNext does not find them. */
declare module 'lib-r-math.js' {
  type Normal = (x: number, mean?: number, deviation?: number, lowerTail?: boolean, log?: boolean) => number;
  type Student = (x: number, degrees: number, noncentrality?: number, lowerTail?: boolean, log?: boolean) => number;
  export const pnorm: Normal;
  export const qnorm: Normal;
  export const pt: Student;
  export const qt: Student;
  /** Distribution function of the Mann-Whitney statistic of m and n values without ties. */
  export const pwilcox: (u: number, m: number, n: number, lowerTail?: boolean, log?: boolean) => number;
  export const pchisq: (x: number, degrees: number, noncentrality?: number, lowerTail?: boolean) => number;
  /** Logarithm of the gamma function. */
  export const lgamma: (x: number) => number;
  /** Quantile of the studentized range of `means` values. */
  export const qtukey: (p: number, means: number, degrees: number) => number;
}
