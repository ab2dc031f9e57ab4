import { join } from 'node:path';
import { describe } from 'vitest';
import { passesPythonChecks } from '../python-checks.js';

const here = import.meta.dirname;

describe('the trained families', async () => {
  // The lock of boosting has what the others have, and XGBoost.
  await passesPythonChecks(here, join(here, '../../../benchmarks/boosting/requirements.lock'));
});
