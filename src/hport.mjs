#!/usr/bin/env node
// The program `hport`. In a checkout it is made ready first; an installed package is compiled already.
// Old syntax up to the check of the version, so that an old Node gets to it.
import { existsSync } from 'node:fs';

var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error('hport needs Node 20.19 or later; this is ' + process.versions.node);
  process.exit(2);
}

const isCheckout =
  existsSync(new URL('../tsconfig.json', import.meta.url)) && existsSync(new URL('cli', import.meta.url));
process.exitCode = (await isReady()) ? await start() : 1;

async function isReady() {
  if (!isCheckout) return true;
  const { setUp } = await import('./setup.mjs');
  try {
    setUp();
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}

async function start() {
  const { main } = await import('../dist/src/cli/main.js');
  return await main(process.argv.slice(2));
}
