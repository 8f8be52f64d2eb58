import { parse } from 'csv-parse/sync';
import type { Options } from 'csv-parse/sync';
import { corrupt, messageOf } from '../source-file.js';
import type { SourceFile } from '../source-file.js';
import { textBlocks } from './blocks.js';
import type { TextBlock } from './blocks.js';

/** How the file is written: the options of the catalogue's CSV operations. */
export interface CsvFormat {
  readonly delimiter: string;
  readonly header: boolean;
  readonly nullValues: readonly string[];
  /** spaces and tabs around fields are left out */
  readonly trim: boolean;
  /** bytes that a record may have */
  readonly maxRecordBytes: number;
}

/** A record's fields, null where an unquoted field is one of the texts that mean null, and the line it begins with. */
export interface CsvRecord {
  readonly fields: readonly (string | null)[];
  readonly line: number;
  /** there is nothing in the line, not even quotes */
  readonly blank: boolean;
}

/**
 * All records, the header included, in blocks. Every record has as many fields as the first; blank lines at the end of a file of several columns are not records.
 * @throws ParquetFrameError `DATA_CORRUPT` with the line
 */
export async function* csvRecords(file: SourceFile, format: CsvFormat): AsyncGenerator<readonly CsvRecord[]> {
  const nulls = new Set(format.nullValues);
  let [width, isFirst] = [-1, format.header];
  /** the first blank line that no record has followed yet */
  let blank: CsvRecord | undefined;
  for await (const block of textBlocks(file, format.maxRecordBytes)) {
    const records: CsvRecord[] = [];
    for (const part of block.quoted ? partsOf(block) : [block]) {
      // Names are taken as they stand: an empty one is not a null.
      const header = isFirst ? 1 : 0;
      isFirst = false;
      if (part.quoted) quotedRecords(file, part, format, nulls, header, records);
      else plainRecords(part, format, nulls, header, records);
    }
    let kept = 0;
    for (const record of records) {
      if (width < 0) width = record.fields.length;
      if (record.blank && width > 1) {
        blank ??= record;
        continue;
      }
      if (blank) throw damaged(file, blank.line, `the line is blank, and records of ${width} fields follow`);
      const { length } = record.fields;
      if (length !== width)
        throw damaged(file, record.line, `the record has ${length} field${length === 1 ? '' : 's'}, the first one has ${width}`);
      records[kept++] = record;
    }
    records.length = kept;
    if (records.length > 0) yield records;
  }
}

/** Runs of lines without a quote, and records with quotes: splitting the former is many times faster. */
function partsOf(block: TextBlock): TextBlock[] {
  const parts: { text: string[]; firstLine: number; quoted: boolean }[] = [];
  let inside = false;
  block.text.split('\n').forEach((line, i) => {
    const quotes = line.includes('"') ? line.split('"').length - 1 : 0;
    const quoted = inside || quotes > 0;
    if (quotes % 2 === 1) inside = !inside;
    const last = parts.at(-1);
    if (last?.quoted === quoted) last.text.push(line);
    else parts.push({ text: [line], firstLine: block.firstLine + i, quoted });
  });
  // Every line but the last one of the block keeps its end.
  return parts.map(({ text, ...part }, i) => ({
    ...part,
    text: i < parts.length - 1 ? `${text.join('\n')}\n` : text.join('\n'),
    lines: text.length,
  }));
}

export const damaged = (file: SourceFile, line: number, reason: string, cause?: unknown): Error =>
  corrupt({ file: file.path, what: `line ${line}` }, reason, cause);

function plainRecords(
  part: TextBlock,
  format: CsvFormat,
  nulls: ReadonlySet<string>,
  header: number,
  records: CsvRecord[],
): void {
  const lines = part.text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const blanks = blanksAround(format);
  lines.forEach((line, i) => {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    const fields: (string | null)[] = text.split(format.delimiter);
    if (blanks) for (let at = 0; at < fields.length; at++) fields[at] = (fields[at] ?? '').replace(blanks, '');
    if (i >= header) for (let at = 0; at < fields.length; at++) if (nulls.has(fields[at] ?? '')) fields[at] = null;
    records.push({ fields, line: part.firstLine + i, blank: text === '' });
  });
}

/** A tab between fields is not one around them. */
const blanksAround = ({ trim, delimiter }: CsvFormat): RegExp | undefined => {
  if (!trim || delimiter === ' ') return undefined;
  return delimiter === '\t' ? /^ +| +$/g : /^[ \t]+|[ \t]+$/g;
};

function quotedRecords(
  file: SourceFile,
  part: TextBlock,
  format: CsvFormat,
  nulls: ReadonlySet<string>,
  header: number,
  records: CsvRecord[],
): void {
  // To learn which fields were quoted costs many times the rest, and matters only where what is quoted would mean null.
  const rows = [...nulls].some(text => part.text.includes(`"${text}"`)) ? undefined : parsedRows(part, format);
  if (!rows) {
    recordsWithQuoting(file, part, format, nulls, header, records);
    return;
  }
  let line = part.firstLine;
  rows.forEach((row, i) => {
    // A text with a quote in it was quoted.
    const fields = i < header ? row : row.map(text => (nulls.has(text) && !text.includes('"') ? null : text));
    records.push({ fields, line, blank: false });
    line += linesOf(row);
  });
}

/** Lines that a record takes: one, and one for each line break inside its quotes. */
const linesOf = (fields: readonly (string | null)[]): number =>
  fields.reduce((lines, text) => (text?.includes('\n') ? lines + text.split('\n').length - 1 : lines), 1);

/** undefined when there is damage. */
function parsedRows(part: TextBlock, format: CsvFormat): readonly (readonly string[])[] | undefined {
  try {
    return parse(part.text, settings(format));
  } catch {
    return undefined;
  }
}

/** The parser leaves out what stands around quotes as well. */
const settings = (format: CsvFormat): Options => ({
  record_delimiter: ['\r\n', '\n'],
  relax_column_count: true,
  delimiter: format.delimiter,
  trim: blanksAround(format) !== undefined,
});

/** @throws ParquetFrameError `DATA_CORRUPT` with the line */
function recordsWithQuoting(
  file: SourceFile,
  part: TextBlock,
  format: CsvFormat,
  nulls: ReadonlySet<string>,
  header: number,
  records: CsvRecord[],
): void {
  let line = part.firstLine;
  try {
    parse(part.text, {
      ...settings(format),
      cast: (value, context) => (!context.quoting && context.records >= header && nulls.has(value) ? null : value),
      on_record: (given: unknown) => {
        const fields = Array.isArray(given) ? given.map(asField) : [];
        records.push({ fields, line, blank: false });
        line += linesOf(fields);
        return undefined;
      },
    });
  } catch (error) {
    // The parser counts the lines of its part, which is not the whole file.
    throw damaged(file, line, messageOf(error).replace(/ at line \d+/, ''), error);
  }
}

const asField = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Names of the columns: the header, or column_1, column_2 … */
export function columnNames(file: SourceFile, first: CsvRecord | undefined, format: CsvFormat): string[] {
  if (!first) return [];
  const names = first.fields.map((field, i) => (format.header ? (field ?? '') : `column_${i + 1}`));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw damaged(file, first.line, `two columns are named ${JSON.stringify(twice)}`);
  return names;
}
