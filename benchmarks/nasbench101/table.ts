export { cellTable as default } from '../../src/runtimes/table/cell-table.js';
