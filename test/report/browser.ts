import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/local/bin/chromium'];

/** Debian's Chromium, which `npm test` installs where it can. */
export const chromiumPath: string | undefined = PLACES.find((path) => existsSync(path));

if (chromiumPath === undefined) console.log('skipped: there is no chromium to look at a report with');
