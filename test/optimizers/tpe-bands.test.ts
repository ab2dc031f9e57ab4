import { describe, expect, it } from 'vitest';
import type { OptimizerDefinition } from '../../src/optimizers/optimizer.js';
import tpe from '../../src/optimizers/tpe.js';
import { BLACK_BOXES, simpleRegret } from './black-box.js';

const EVALUATIONS = [50, 100];
const SEEDS = 100;
