/** Reads the tables of a clipboard: which hold data and which only lay out a page, and their cells as a grid. */

/** @typedef {import('./reader.js').Run} Run */
/** @typedef {Run[][]} Row */

const LONGEST_CELL = 600;
const MOST_COLUMNS = 30;

/** Whether a table is one for its readers: at least two rows and two columns, no table inside, no cell with a whole text.
 * @param {HTMLTableElement} table */
export function isData(table) {
  if (table.getAttribute('role') === 'presentation' || table.querySelector('table')) return false;
  const cells = [...table.rows].map((row) => [...row.cells]);
  const widths = cells.map((row) => row.reduce((sum, { colSpan }) => sum + colSpan, 0));
  return (
    cells.length > 1 && Math.max(...widths) > 1 && cells.flat().every((cell) => textOf(cell).length <= LONGEST_CELL)
  );
}

/** The rows without those, and without columns, that are empty. A cell over several rows or columns is followed by empty ones.
 * @param {HTMLTableElement} table @param {(cell: HTMLElement) => Run[]} read
 * @returns {{rows: Row[], hasHead: boolean}} */
export function rowsOf(table, read) {
  const rows = gridOf(table, read).filter((row) => row?.some(hasWords));
  const width = Math.max(0, ...rows.map((row) => row.length));
  const columns = [...Array(width).keys()].filter((column) => rows.some((row) => hasWords(row[column])));
  const full = rows.map((row) => columns.map((column) => row[column] ?? []));
  const hasHead = isHead(table.rows[0]) || (isBold(full[0]) && !full.slice(1).every(isBold));
  const head = (full[0] ?? []).map((cell) => (hasHead ? cell.map((run) => ({ ...run, bold: false })) : cell));
  return { rows: [head, ...full.slice(1)], hasHead };
}

/** @param {HTMLTableElement} table @param {(cell: HTMLElement) => Run[]} read */
function gridOf(table, read) {
  /** @type {Row[]} */
  const grid = [...table.rows].map(() => []);
  for (const [number, { cells }] of [...table.rows].entries()) {
    for (const cell of cells) {
      const row = grid[number];
      const column = [...row, undefined].findIndex((taken) => !taken);
      for (const below of grid.slice(number, number + cell.rowSpan)) cover(below, column, cell.colSpan);
      row[column] = read(cell);
    }
  }
  return grid;
}

/** @param {Row} row @param {number} column @param {number} width */
function cover(row, column, width) {
  for (let beside = 0; beside < Math.min(width, MOST_COLUMNS); beside += 1) row[column + beside] = [];
}

/** @param {HTMLTableRowElement | undefined} row */
const isHead = (row) =>
  row?.parentElement?.tagName === 'THEAD' || [...(row?.cells ?? [])].every(({ tagName }) => tagName === 'TH');

/** @param {Row | undefined} row */
const isBold = (row) => (row ?? []).flat().every(({ bold, text }) => bold || text.trim() === '');

/** @param {Run[] | undefined} cell */
const hasWords = (cell) => (cell ?? []).some(({ text }) => text.trim() !== '');

/** @param {HTMLElement} cell */
const textOf = (cell) => (cell.textContent ?? '').trim();
