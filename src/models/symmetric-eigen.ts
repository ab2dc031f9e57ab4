import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** A = V diag(values) V^T with orthonormal columns in V. */
export interface SymmetricEigen {
  /** n, ascending. */
  readonly values: Float64Array;
  /** n x n, row by row: column j belongs to value j. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix (Householder tridiagonalisation and QL, as EISPACK's tred2 and tql2).
 * The only door to ml-matrix.
 * @param matrix - n x n, row by row; its lower triangle is read
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const rows = Array.from({ length: n }, (_, i) => matrix.subarray(i * n, (i + 1) * n));
  const decomposition = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const columns = decomposition.eigenvectorMatrix;
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) vectors[i * n + j] = columns.get(i, j);
  return { values: Float64Array.from(decomposition.realEigenvalues), vectors };
}
