import { listOptimizers } from '../../src/optimizers/registry.js';
import { describeOptimizerContract } from '../contracts/optimizer.js';

for (const definition of await listOptimizers()) describeOptimizerContract(definition);
