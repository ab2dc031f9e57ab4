import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { familiesPage } from './families-page.js';

it('docs/families.md says what the manifests say: `npm run docs` makes it anew', async () => {
  expect(await familiesPage()).toBe(readFileSync('docs/families.md', 'utf8'));
});
