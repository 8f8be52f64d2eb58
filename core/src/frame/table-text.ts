import { checkOptionNames, optionNames, ParquetFrameError, received } from '../contract/errors/index.js';
import {
  columnAt,
  columnReader,
  concatBatches,
  formatDecimal,
  formatInstant,
  formatType,
  isNumeric,
  sliceTable,
  valueType,
  type Batch,
  type DataType,
  type TableData,
  type TimeUnit,
} from '../contract/data/index.js';

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
  const { batch, gap } = shownRows(table, Math.max(1, rows));
  const columns = table.schema.map((f, index) => {
    const { get } = columnReader(f.type, columnAt(batch, index));
    const cells = Array.from({ length: batch.length }, (_, row) => cut(formatValue(f.type, get(row)), cell));
    if (gap !== undefined) cells.splice(gap, 0, '…');
    const head = [cut(printable(f.name), cell), cut(formatType(f.type), cell)];
    const widest = Math.max(...[...head, ...cells].map(lengthOf));
    return { head, cells, width: widest, right: isNumeric(valueType(f.type)) };
  });
  const fit = columnsThatFit(
    columns.map(column => column.width),
    width,
  );
  const shown = columns.slice(0, fit);
  const line = (left: string, middle: string, right: string): string =>
    left + shown.map(column => '─'.repeat(column.width + 2)).join(middle) + right;
  const row = (texts: readonly string[]): string =>
    `│ ${shown.map((column, index) => pad(texts[index] ?? '', column.width, column.right)).join(' │ ')} │`;
  const body = Array.from({ length: batch.length + (gap === undefined ? 0 : 1) }, (_, at) =>
    row(shown.map(column => column.cells[at] ?? '')),
  );
  const hidden = table.schema.slice(fit).map(f => f.name);
  const size = `${counted(table.length, 'row')} × ${counted(table.schema.length, 'column')}`;
  if (shown.length === 0) return hidden.length === 0 ? size : `${size}; not shown: ${hidden.join(', ')}`;
  return [
    line('┌', '┬', '┐'),
    row(shown.map(column => column.head[0] ?? '')),
    row(shown.map(column => column.head[1] ?? '')),
    line('├', '┼', '┤'),
    ...body,
    line('└', '┴', '┘'),
    hidden.length === 0 ? size : `${size}; not shown: ${hidden.join(', ')}`,
  ].join('\n');
}

/** The rows to show as one batch, and before which of them rows are left out. */
function shownRows(table: TableData, rows: number): { batch: Batch; gap: number | undefined } {
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

function columnsThatFit(widths: readonly number[], width: number): number {
  let used = 1;
  let fit = 0;
  for (const column of widths) {
    used += column + 3;
    if (used > width && fit > 0) break;
    fit++;
  }
  return fit;
}

const counted = (n: number, noun: string): string => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;

/** Undefined when the output is not a terminal, whatever the types say. */
const terminalWidth = (): number => (process.stdout.isTTY ? process.stdout.columns : 120);
/** Characters as code points: near enough to columns of a terminal. */
const lengthOf = (text: string): number => Array.from(text).length;
const cut = (text: string, cell: number): string =>
  lengthOf(text) <= cell
    ? text
    : `${Array.from(text)
        .slice(0, cell - 1)
        .join('')}…`;
const pad = (text: string, width: number, right: boolean): string => {
  const blanks = ' '.repeat(Math.max(0, width - lengthOf(text)));
  return right ? blanks + text : text + blanks;
};
/** Line breaks and control characters would break the frame. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, control => JSON.stringify(control).slice(1, -1));

/** A raw value (as `columnReader` gives it) for people: exact, with the unit of the type applied. */
export function formatValue(type: DataType, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint' || typeof value === 'number') return formatNumber(type, value);
  if (typeof value === 'string' || typeof value === 'boolean') return printable(String(value));
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return formatNested(valueType(type), value);
}

function formatNumber(type: DataType, value: bigint | number): string {
  switch (type.id) {
    case 'dictionary':
      return formatNumber(type.values, value);
    case 'decimal':
      return formatDecimal(BigInt(value), type.scale);
    case 'date':
      return type.unit === 'day' ? instantText(BigInt(value) * 86_400n, 's').slice(0, -9) : instantText(BigInt(value), 'ms');
    case 'timestamp':
      return `${instantText(BigInt(value), type.unit)}${type.timezone === null ? '' : 'Z'}`;
    case 'time':
      return instantText(BigInt(value), type.unit).slice(11);
    case 'duration':
      return `${String(value)} ${type.unit}`;
    default:
      return String(value);
  }
}

function formatNested(type: DataType, value: unknown): string {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  switch (type.id) {
    case 'list':
    case 'largeList':
    case 'fixedSizeList':
      return `[${items.map(item => formatValue(type.item.type, item)).join(', ')}]`;
    case 'struct':
      return `{${type.fields.map(f => `${f.name}: ${formatValue(f.type, Reflect.get(Object(value), f.name))}`).join(', ')}}`;
    case 'map': {
      const [key, entry] = type.entries.type.id === 'struct' ? type.entries.type.fields : [];
      const pairs = items.map((pair): string => {
        const [k, v] = (Array.isArray(pair) ? pair : []) as readonly unknown[];
        return `${key ? formatValue(key.type, k) : '?'}: ${entry ? formatValue(entry.type, v) : '?'}`;
      });
      return `{${pairs.join(', ')}}`;
    }
    default:
      return '?';
  }
}

/** As text; the raw count for years that Date cannot hold. */
const instantText = (value: bigint, unit: TimeUnit): string => formatInstant(value, unit) ?? `${String(value)} ${unit}`;
