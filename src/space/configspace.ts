/** ConfigSpace's JSON: all four generations are read, 1.x is written. */
export { readConfigSpace, type ReadSpace } from './configspace-read.js';
export { writeConfigSpace } from './configspace-write.js';
