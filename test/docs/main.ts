import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../src/core/package.js';
import { familiesPage } from './families-page.js';

/** `npm run docs`: writes the pages that are made from the sources. */
const file = join(packageRoot(), 'docs/families.md');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, await familiesPage());
process.stdout.write(`${file}\n`);
