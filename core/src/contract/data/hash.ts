import { createHash, type Hash } from 'node:crypto';
import { getBit, validityOf } from './bitmap.js';
import type { ColumnData, TableData } from './column.js';
import { decodeDictionary } from './dictionary.js';
import { bufferBytes, childOf, offsetsOf, physicalOf, viewAs } from './physical.js';
import { columnAt } from './rows.js';
import { takeColumn } from './take.js';
import { valueType, type DataType } from './types.js';

/**
 * SHA-256 of the values in row order, as hex: equal exactly when two tables are equal cell by cell. Independent of names, of how rows are cut into batches, and of how
 * strings are encoded (utf8, large, view, dictionary); what lies under nulls does not count; all NaNs are one; -0 and 0 differ.
 */
export function hashTable(table: TableData): string {
  const whole = createHash('sha256');
  whole.update(`${String(table.length)} rows, ${String(table.schema.length)} columns;`);
  table.schema.forEach((f, index) => {
    const column = new ColumnHash(f.type);
    for (const batch of table.batches) column.add(columnAt(batch, index));
    whole.update(column.digest());
  });
  return whole.digest('hex');
}

/** Validity, values and lengths go to separate hashes, so that batch boundaries leave no trace. */
class ColumnHash {
  readonly #encoded: DataType;
  /** of the values, without dictionaries */
  readonly #type: DataType;
  readonly #validity: Hash = createHash('sha256');
  readonly #values: Hash = createHash('sha256');
  readonly #lengths: Hash = createHash('sha256');
  readonly #children: readonly ColumnHash[];

  constructor(type: DataType) {
    this.#encoded = type;
    this.#type = valueType(type);
    const physical = physicalOf(this.#type);
    if (physical.kind === 'struct') this.#children = physical.fields.map(f => new ColumnHash(f.type));
    else if (physical.kind === 'list' || physical.kind === 'fixedSizeList') this.#children = [new ColumnHash(physical.item.type)];
    else this.#children = [];
  }

  add(encoded: ColumnData): void {
    const column = decodeDictionary(this.#encoded, encoded);
    const valid = new Uint8Array(column.length).fill(1);
    const validity = validityOf(column);
    if (this.#type.id === 'null') valid.fill(0);
    else if (validity) for (let row = 0; row < column.length; row++) valid[row] = getBit(validity, row) ? 1 : 0;
    this.#validity.update(valid);
    this.#addValues(column, valid);
  }

  #addValues(column: ColumnData, valid: Uint8Array): void {
    const physical = physicalOf(this.#type);
    switch (physical.kind) {
      case 'bool': {
        const bits = bufferBytes(column, 1);
        this.#values.update(valid.map((is, row) => (is === 1 && getBit(bits, row) ? 1 : 0)));
        return;
      }
      case 'fixed':
        this.#values.update(canonicalValues(this.#type, column, physical.width, valid));
        return;
      case 'variable':
        this.#addVariable(column, physical.large, valid);
        return;
      case 'view':
        this.#addViews(column, valid);
        return;
      case 'list':
        this.#addList(column, physical.large, physical.item.type, valid);
        return;
      case 'fixedSizeList': {
        const rows = validRows(valid);
        const items = rows.flatMap(row => Array.from({ length: physical.size }, (_, i) => row * physical.size + i));
        this.#children[0]?.add(takeColumn(physical.item.type, childOf(column, 0), Int32Array.from(items)));
        return;
      }
      case 'struct': {
        const rows = Int32Array.from(validRows(valid));
        physical.fields.forEach((f, index) => this.#children[index]?.add(takeColumn(f.type, childOf(column, index), rows)));
        return;
      }
      default:
        return;
    }
  }

  #addVariable(column: ColumnData, large: boolean, valid: Uint8Array): void {
    const offsets = offsetsOf(column, large);
    const bytes = bufferBytes(column, 2);
    const lengths = new Float64Array(column.length);
    for (let row = 0; row < column.length; row++) {
      if (valid[row] === 1) lengths[row] = (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
      else if ((offsets[row + 1] ?? 0) > (offsets[row] ?? 0))
        return this.#addVariable(withoutHidden(this.#type, column), large, valid);
    }
    this.#lengths.update(lengths);
    this.#values.update(bytes.subarray(offsets[0] ?? 0, offsets[column.length] ?? 0));
  }

  #addViews(column: ColumnData, valid: Uint8Array): void {
    const words = viewAs(Int32Array, column.buffers[1]);
    const lengths = new Float64Array(column.length);
    for (let row = 0; row < column.length; row++) {
      if (valid[row] !== 1) continue;
      const bytes = words[row * 4] ?? 0;
      lengths[row] = bytes;
      const inline = bytes <= 12;
      const start = inline ? row * 16 + 4 : (words[row * 4 + 3] ?? 0);
      this.#values.update(bufferBytes(column, inline ? 1 : (words[row * 4 + 2] ?? 0) + 2).subarray(start, start + bytes));
    }
    this.#lengths.update(lengths);
  }

  #addList(column: ColumnData, large: boolean, item: DataType, valid: Uint8Array): void {
    const offsets = offsetsOf(column, large);
    const lengths = new Float64Array(column.length);
    const items: number[] = [];
    for (let row = 0; row < column.length; row++) {
      if (valid[row] !== 1) continue;
      const start = offsets[row] ?? 0;
      const end = offsets[row + 1] ?? 0;
      lengths[row] = end - start;
      for (let i = start; i < end; i++) items.push(i);
    }
    this.#lengths.update(lengths);
    this.#children[0]?.add(takeColumn(item, childOf(column, 0), Int32Array.from(items)));
  }

  digest(): Buffer {
    const whole = createHash('sha256');
    for (const part of [this.#validity, this.#values, this.#lengths]) whole.update(part.digest());
    for (const child of this.#children) whole.update(child.digest());
    return whole.digest();
  }
}

const validRows = (valid: Uint8Array): number[] => {
  const rows: number[] = [];
  valid.forEach((is, row) => is === 1 && rows.push(row));
  return rows;
};

/** Taking every row leaves out the bytes that lie under nulls. */
const withoutHidden = (type: DataType, column: ColumnData): ColumnData =>
  takeColumn(
    type,
    column,
    Int32Array.from({ length: column.length }, (_, row) => row),
  );

/** The bytes of fixed-width values, with zeros under nulls and one bit pattern for NaN. */
function canonicalValues(type: DataType, column: ColumnData, width: number, valid: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(column.length * width);
  bytes.set(bufferBytes(column, 1).subarray(0, bytes.length));
  if (column.nullCount > 0) valid.forEach((is, row) => is === 1 || bytes.fill(0, row * width, (row + 1) * width));
  if (type.id === 'float64') {
    const words = new Uint32Array(bytes.buffer);
    new Float64Array(bytes.buffer).forEach((value, row) => {
      if (!Number.isNaN(value)) return;
      words[row * 2] = 0;
      words[row * 2 + 1] = 0x7ff80000;
    });
  } else if (type.id === 'float32') {
    const words = new Uint32Array(bytes.buffer);
    new Float32Array(bytes.buffer).forEach((value, row) => Number.isNaN(value) && (words[row] = 0x7fc00000));
  } else if (type.id === 'float16') {
    const halves = new Uint16Array(bytes.buffer);
    halves.forEach((bits, row) => (bits & 0x7fff) > 0x7c00 && (halves[row] = 0x7e00));
  }
  return bytes;
}
