import {
  ParquetFrameError,
  columnAt,
  columnFromValues,
  columnReader,
  concatColumns,
  concatSteps,
  fieldIndex,
  inSteps,
  ranges,
  takeSteps,
  valueType,
} from '@parquetframe/core/engine';
import type { Aggregation, Batch, ColumnData, DataType, Field, KernelCall, Schema, Steps } from '@parquetframe/core/engine';
import { CHUNK_ROWS } from '../expression/evaluate.js';
import { columnLoader } from '../expression/load.js';
import { columnSink } from '../expression/sink.js';
import { KeyTable } from '../keys/key-table.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { accumulator } from './accumulator.js';
import type { Accumulator } from './accumulator.js';
import { taken } from './taken.js';

/** Groups and aggregates of some of the rows, as plain data: it can be sent to another thread and merged there. */
export interface PartialAggregation {
  /** the key columns, one row per group */
  readonly keys: Batch;
  /** per aggregate, what `Accumulator.partial` says */
  readonly states: readonly unknown[];
}

interface Target {
  readonly aggregation: Aggregation;
  /** indices of its columns in the input, −1 for one that it has not */
  readonly column: number;
  readonly second: number;
  readonly where: number;
  readonly accumulator: Accumulator;
}

/** Groups finished between two looks at the clock, and keys that are gathered before they are copied. */
const GROUPS_AT_ONCE = 4_096;

/** Aggregation of any number of batches. Memory grows with the groups, not with the rows. */
export class GroupedAggregation {
  readonly #schema: Schema;
  readonly #keys: readonly Field[];
  readonly #targets: readonly Target[];
  readonly #table = new KeyTable();
  /** per batch, the rows that began new groups */
  readonly #keyColumns: ColumnData[][];
  #groups: number;

  readonly #limit: number;

  /** `limit`: bytes that what grows with the rows may take. */
  constructor(schema: Schema, keys: readonly string[], aggregations: readonly Aggregation[], limit = Infinity) {
    this.#limit = limit;
    this.#schema = schema;
    this.#keys = keys.map(name => fieldNamed(schema, name));
    this.#keyColumns = keys.map(() => []);
    this.#targets = aggregations.map(aggregation => {
      const indexOf = (name: string | null | undefined): number => (typeof name === 'string' ? fieldIndex(schema, name) : -1);
      const column = indexOf(aggregation.column);
      const second = indexOf(aggregation.second);
      const [type, other] = [schema[column]?.type, schema[second]?.type];
      return {
        aggregation,
        column,
        second,
        where: indexOf(aggregation.where),
        accumulator: accumulator(aggregation, type && valueType(type), other && valueType(other)),
      };
    });
    // Without keys all rows are one group, and so is no row at all.
    this.#groups = keys.length === 0 ? 1 : 0;
  }

  get groups(): number {
    return this.#groups;
  }

  async add(batch: Batch, checkpoint: KernelCall['checkpoint']): Promise<void> {
    const keys = this.#keys.map(key => fieldIndex(this.#schema, key.name));
    const keyLoaders = keys.map(index => this.#loader(batch, index));
    const loaders = new Map(
      this.#targets
        .flatMap(({ column, second, where }) => [column, second, where].filter(index => index >= 0))
        .map(index => [index, this.#loader(batch, index)] as const),
    );
    const keyColumns = keys.map(index => columnAt(batch, index));
    let began: number[] = [];
    for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
      const end = Math.min(batch.length, start + CHUNK_ROWS);
      const keyVectors = keyLoaders.map(load => load(start, end));
      if (keys.length > 0) await inSteps(this.#table.reserve(keyVectors, end - start), checkpoint);
      const groups = this.#assign(keyVectors, start, end - start, began);
      const found = checkpoint();
      if (found) await found;
      const vectors = new Map([...loaders].map(([column, load]) => [column, load(start, end)] as const));
      for (const { column, second, where, accumulator: into } of this.#targets) {
        const condition = vectors.get(where);
        const rows = condition && rowsWhere(condition, end - start);
        const [vector, other] = [column, second].map(index => {
          const all = vectors.get(index);
          return all && rows ? taken(all, rows) : all;
        });
        const own = rows ? rows.map(row => groups[row] ?? 0) : groups;
        await inSteps(into.reserve(this.#groups, vector, own.length), checkpoint);
        into.add(vector, own, this.#groups, other);
        this.#checkMemory();
        const added = checkpoint();
        if (added) await added;
      }
      if (began.length >= GROUPS_AT_ONCE) {
        await this.#keepKeys(keyColumns, began, checkpoint);
        began = [];
      }
      const pause = checkpoint();
      if (pause) await pause;
    }
    await this.#keepKeys(keyColumns, began, checkpoint);
  }

  /** @throws ParquetFrameError `OUT_OF_MEMORY` */
  #checkMemory(): void {
    const bytes = this.#targets.reduce((sum, target) => sum + (target.accumulator.bytes ?? 0), 0);
    if (bytes <= this.#limit) return;
    const limit = this.#limit;
    throw new ParquetFrameError(
      'OUT_OF_MEMORY',
      `the values that aggregates keep take ${bytes} bytes and more; this call may use ${limit}`,
      { details: { bytes, limit } },
    );
  }

  #loader(batch: Batch, index: number): ReturnType<typeof columnLoader> {
    const field = this.#schema[index];
    if (!field) throw new TypeError(`the input has no column ${index}`);
    return columnLoader(field.type, columnAt(batch, index));
  }

  /** Group of each row; `began` gets the rows (from `start` on) whose groups are new. */
  #assign(keys: Parameters<KeyTable['lookup']>[0], start: number, length: number, began: number[]): Int32Array {
    if (keys.length === 0) return new Int32Array(length);
    const groups = this.#table.lookup(keys, length);
    if (this.#table.count > this.#groups) {
      for (let i = 0; i < length; i++) {
        if (groups[i] !== this.#groups) continue;
        began.push(start + i);
        this.#groups++;
      }
    }
    return groups;
  }

  async #keepKeys(columns: readonly ColumnData[], began: readonly number[], checkpoint: KernelCall['checkpoint']): Promise<void> {
    if (began.length === 0) return;
    const rows = Uint32Array.from(began);
    for (const [i, column] of columns.entries()) {
      const key = this.#keys[i];
      if (!key) continue;
      const taken = await inSteps(takeSteps(key.type, column, rows), checkpoint);
      this.#keyColumns[i]?.push(await inSteps(positiveZeros(key.type, taken), checkpoint));
    }
  }

  partial(): PartialAggregation {
    return {
      keys: { length: this.#groups, columns: this.#keys.map((key, i) => this.#keyColumn(key.type, i)) },
      states: this.#targets.map(target => target.accumulator.partial(this.#groups)),
    };
  }

  async merge({ keys, states }: PartialAggregation, checkpoint: KernelCall['checkpoint']): Promise<void> {
    const began: number[] = [];
    const vectors = this.#keys.map((key, i) => columnLoader(key.type, columnAt(keys, i))(0, keys.length));
    const groups = this.#assign(vectors, 0, keys.length, began);
    for (let start = 0; start < began.length; start += GROUPS_AT_ONCE) {
      await this.#keepKeys(keys.columns, began.slice(start, start + GROUPS_AT_ONCE), checkpoint);
      const pause = checkpoint();
      if (pause) await pause;
    }
    this.#targets.forEach((target, i) => {
      target.accumulator.merge(states[i], groups, this.#groups);
    });
  }

  /** Keys and aggregates, groups in the order of their first row. @throws ParquetFrameError `INTEGER_OVERFLOW`, `DECIMAL_OVERFLOW` */
  async finish(output: Schema, checkpoint: KernelCall['checkpoint']): Promise<Batch> {
    const columns: ColumnData[] = [];
    for (const [i, key] of this.#keys.entries())
      columns.push(await inSteps(concatSteps(key.type, this.#keyColumns[i] ?? []), checkpoint));
    for (const [i, target] of this.#targets.entries()) {
      const type = output[this.#keys.length + i]?.type ?? { id: 'null' };
      if (target.accumulator.column) {
        columns.push(await inSteps(target.accumulator.column(this.#groups), checkpoint));
        continue;
      }
      if (target.accumulator.prepare) await inSteps(target.accumulator.prepare(this.#groups), checkpoint);
      const sink = columnSink(valueType(type), this.#groups);
      for (let from = 0; from < this.#groups; from += GROUPS_AT_ONCE) {
        const to = Math.min(this.#groups, from + GROUPS_AT_ONCE);
        sink.write(target.accumulator.finish(from, to), from, to - from);
        const pause = checkpoint();
        if (pause) await pause;
      }
      const column = await inSteps(sink.finish(), checkpoint);
      columns.push(type.id === 'dictionary' ? await inSteps(encodeSteps(type, column), checkpoint) : column);
    }
    return { length: this.#groups, columns };
  }

  #keyColumn(type: DataType, index: number): ColumnData {
    return concatColumns(type, this.#keyColumns[index] ?? []);
  }
}

/** Rows in which a condition is true; undefined where it is in all. */
function rowsWhere(condition: Vector, length: number): Int32Array | undefined {
  const rows = new Int32Array(length);
  let count = 0;
  if (condition.form === 'bool')
    for (let row = 0; row < length; row++)
      if (condition.values[row * condition.step] === 1 && isValid(condition, row)) rows[count++] = row;
  return count === length ? undefined : rows.subarray(0, count);
}

function fieldNamed(schema: Schema, name: string): Field {
  const field = schema[fieldIndex(schema, name)];
  if (field) return field;
  throw new TypeError(`the input has no column ${name}`);
}

/** min and max of a dictionary column are a dictionary column again. */
function* encodeSteps(type: DataType, column: ColumnData): Steps<ColumnData> {
  const { get } = columnReader(valueType(type), column);
  const parts: ColumnData[] = [];
  yield* ranges(column.length, (from, to) => {
    parts.push(
      columnFromValues(
        type,
        Array.from({ length: to - from }, (_, i) => get(from + i)),
      ),
    );
  });
  return yield* concatSteps(type, parts);
}

/** The group of 0 and −0 is shown as 0, and that of NaN as one bit pattern. */
export function* positiveZeros(type: DataType, column: ColumnData): Steps<ColumnData> {
  // −0 and 0 of a dictionary are one group.
  if (type.id === 'dictionary' && column.dictionary)
    return { ...column, dictionary: yield* positiveZeros(type.values, column.dictionary) };
  if (type.id !== 'float64' && type.id !== 'float32' && type.id !== 'float16') return column;
  const load = columnLoader(type, column);
  const found = { other: false };
  yield* ranges(column.length, (from, to) => {
    const vector = found.other ? undefined : load(from, to);
    if (vector?.form === 'number') found.other = vector.values.some(value => value !== value || Object.is(value, -0));
  });
  if (!found.other) return column;
  const sink = columnSink(type, column.length);
  yield* ranges(column.length, (from, to) => {
    const vector = load(from, to);
    if (vector.form !== 'number') return;
    const values = vector.values.map(value => (value === value ? value + 0 : Number.NaN));
    sink.write({ ...vector, values }, from, to - from);
  });
  return yield* sink.finish();
}
