import { checkOptionNames, optionNames, ParquetFrameError, received } from '../contract/errors/index.js';
import {
  columnAt,
  columnReader,
  concatBatches,
  formatType,
  isNumeric,
  sliceTable,
  valueType,
  type Batch,
  type ColumnData,
  type DataType,
  type TableData,
} from '../contract/data/index.js';
import { formatValue, printable } from './value-text.js';

export interface FormatOptions {
  /** rows to show; of a longer table the first and the last. Default 20. */
  readonly rows?: number;
  /** characters per line. Default: the width of the terminal, else 120. */
  readonly width?: number;
  /** characters per cell. Default 40. */
  readonly cell?: number;
}

const FORMAT_OPTIONS = optionNames<FormatOptions>()({ rows: true, width: true, cell: true });

/** A table as text, with a line of types; numbers are aligned to the right. Columns that do not fit are named below. */
export function formatTable(table: TableData, options: FormatOptions = {}): string {
  checkOptionNames('format', options, FORMAT_OPTIONS);
  for (const name of ['rows', 'width', 'cell'] as const) {
    const value: unknown = options[name];
    if (value !== undefined && !(typeof value === 'number' && value >= 0))
      throw new ParquetFrameError('INVALID_ARGUMENT', `format: ${name} must be a number, 0 or more, received ${received(value)}`);
  }
  const { rows = 20, width = terminalWidth(), cell = 40 } = options;
  const { columns, hidden } = columnsThatFit(table, Math.max(1, rows), width, Math.max(1, Math.min(cell, width - 4)));
  const size = sizeOf(table);
  const below = hidden.length === 0 ? size : `${size}; ${notShown(hidden, width - size.length - 2)}`;
  if (columns.length === 0) return below;
  const line = (left: string, middle: string, right: string): string =>
    left + columns.map(column => '─'.repeat(column.width + 2)).join(middle) + right;
  const row = (texts: readonly string[]): string =>
    `│ ${columns.map((column, index) => pad(texts[index] ?? '', column.width, column.right)).join(' │ ')} │`;
  return [
    line('┌', '┬', '┐'),
    row(columns.map(column => column.head[0] ?? '')),
    row(columns.map(column => column.head[1] ?? '')),
    line('├', '┼', '┤'),
    ...(columns[0]?.cells ?? []).map((_, at) => row(columns.map(column => column.cells[at] ?? ''))),
    line('└', '┴', '┘'),
    below,
  ].join('\n');
}

interface ShownColumn {
  readonly head: readonly string[];
  readonly cells: readonly string[];
  readonly width: number;
  readonly right: boolean;
}

/** The first columns, at least one; what does not fit is not even formatted. */
function columnsThatFit(
  table: TableData,
  rows: number,
  width: number,
  cell: number,
): { readonly columns: readonly ShownColumn[]; readonly hidden: readonly string[] } {
  const { batch, gap } = shownRows(table, rows);
  const columns: ShownColumn[] = [];
  let used = 1;
  for (const [index, { name, type }] of table.schema.entries()) {
    const cells = cellsOf(type, columnAt(batch, index), cell);
    if (gap !== undefined) cells.splice(gap, 0, '…');
    const head = [cut(printable(name), cell), cut(formatType(type), cell)];
    const widest = Math.max(...[...head, ...cells].map(lengthOf));
    used += widest + 3;
    if (used > width && index > 0) break;
    columns.push({ head, cells, width: widest, right: isNumeric(valueType(type)) });
  }
  return { columns, hidden: table.schema.slice(columns.length).map(f => f.name) };
}

/** Cells of a column, each of at most so many characters. */
export function cellsOf(type: DataType, column: ColumnData, most: number): string[] {
  const { get } = columnReader(type, column);
  return Array.from({ length: column.length }, (_, row) => cut(formatValue(type, get(row), most), most));
}

export const sizeOf = (table: TableData): string => `${counted(table.length, 'row')} × ${counted(table.schema.length, 'column')}`;

/** As many names as fit, at least one, and how many more there are. */
export function notShown(names: readonly string[], width: number): string {
  const shown: string[] = [];
  let length = 'not shown: '.length + ' and 1,000,000 more'.length;
  for (const name of names) {
    const text = cut(printable(name), 40);
    length += lengthOf(text) + 2;
    if (length > width && shown.length > 0) break;
    shown.push(text);
  }
  const more = names.length - shown.length;
  return `not shown: ${shown.join(', ')}${more === 0 ? '' : ` and ${more.toLocaleString('en')} more`}`;
}

/** The rows to show as one batch, and before which of them rows are left out. */
export function shownRows(table: TableData, rows: number): { batch: Batch; gap: number | undefined } {
  if (table.length <= rows) return { batch: concatBatches(table.schema, table.batches), gap: undefined };
  const first = Math.ceil(rows / 2);
  const parts = [sliceTable(table, 0, first), sliceTable(table, table.length - (rows - first), table.length)];
  return {
    batch: concatBatches(
      table.schema,
      parts.flatMap(part => part.batches),
    ),
    gap: first,
  };
}

const counted = (n: number, noun: string): string => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;

/** Undefined when the output is not a terminal, whatever the types say. */
const terminalWidth = (): number => (process.stdout.isTTY ? process.stdout.columns : 120);
/** Columns of a terminal: two for what is as wide as it is high, as letters of East Asia and emoji are, none for marks above others. */
function lengthOf(text: string): number {
  // eslint-disable-next-line no-control-regex -- what is printed as it is
  if (/^[\x00-\u02ff]*$/.test(text)) return text.length;
  let length = 0;
  for (const character of text) length += WIDE.test(character) ? 2 : ZERO.test(character) ? 0 : 1;
  return length;
}
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const ZERO = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** At most so many columns of a terminal. */
export function cut(text: string, most: number): string {
  if (lengthOf(text) <= most) return text;
  let shown = '';
  let length = 1;
  for (const character of text) {
    length += lengthOf(character);
    if (length > most) break;
    shown += character;
  }
  return `${shown}…`;
}
const pad = (text: string, width: number, right: boolean): string => {
  const blanks = ' '.repeat(Math.max(0, width - lengthOf(text)));
  return right ? blanks + text : text + blanks;
};
