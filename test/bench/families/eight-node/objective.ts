import type { Objective } from '../../../../src/protocol/benchmark.js';

const eight: Objective = {
  evaluate({ x0, x1, x2, x3, x4, x5, x6, x7 }, { epoch }) {
    const metrics = {
      valid_error: (x0 as number) + (x1 as number),
      test_error: (x2 as number) * (x3 as number) + (x4 as number) * (x5 as number),
      train_error: (x6 as number) * (x7 as number),
      size: epoch as number,
    };
    return { metrics, cost: epoch as number };
  },
};
export default eight;
