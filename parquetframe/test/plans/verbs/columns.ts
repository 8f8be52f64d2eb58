import { formatType, type DataType } from '@parquetframe/core/engine';
import { lit } from 'parquetframe';
import { list, quoted, text, type Verb } from '../call.js';
import { computed, sqlOf } from '../expressions.js';
import { at, columnOf, compare, indexOf, valueOf, type Column, type Model, type Value } from '../model.js';
import { FLOAT64, INT64, isInteger, UTF8, valueOfType } from '../tables.js';

const select: Verb = ({ random, columns }) => {
  const names = random.some(columns, 1, columns.length).map(({ name }) => name);
  return {
    text: text('select', ...names),
    apply: frame => frame.select(...names),
    rows: model => selected(model, names),
    sql: input => `SELECT ${list(names)} FROM ${input}`,
  };
};

export function selected(model: Model, names: readonly string[]): Model {
  const indices = names.map(name => indexOf(model, name));
  return {
    columns: indices.map(index => at(model.columns, index)),
    rows: model.rows.map(row => indices.map(index => valueOf(row, index))),
  };
}

const drop: Verb = ({ random, columns }) => {
  const dropped = random.pick(columns);
  if (columns.length < 3 || !dropped) return undefined;
  return {
    text: text('drop', dropped.name),
    apply: frame => frame.drop(dropped.name),
    rows: model => {
      indexOf(model, dropped.name);
      return selected(
        model,
        model.columns.map(({ name }) => name).filter(name => name !== dropped.name),
      );
    },
    sql: input => `SELECT * EXCLUDE (${quoted(dropped.name)}) FROM ${input}`,
  };
};

const rename: Verb = ({ random, columns }) => {
  const column = random.pick(columns);
  const to = `n${String(random.below(100))}`;
  if (!column || columns.some(({ name }) => name === to)) return undefined;
  return {
    text: text('rename', { [column.name]: to }),
    apply: frame => frame.rename({ [column.name]: to }),
    rows: model => {
      const index = indexOf(model, column.name);
      return { ...model, columns: model.columns.map((each, i) => (i === index ? { ...each, name: to } : each)) };
    },
    sql: input => `SELECT * RENAME (${quoted(column.name)} AS ${quoted(to)}) FROM ${input}`,
  };
};

/** A column set: in its place, or as the last one. */
export function withColumn(model: Model, column: Column, values: readonly Value[]): Model {
  const index = model.columns.findIndex(({ name }) => name === column.name);
  if (index < 0) return { columns: [...model.columns, column], rows: model.rows.map((row, i) => [...row, values[i] ?? null]) };
  return {
    columns: model.columns.map((each, i) => (i === index ? column : each)),
    rows: model.rows.map((row, r) => row.map((value, i) => (i === index ? (values[r] ?? null) : value))),
  };
}

export const setSql = (input: string, columns: readonly Column[], name: string, sql: string): string =>
  columns.some(column => column.name === name)
    ? `SELECT * REPLACE (${sql} AS ${quoted(name)}) FROM ${input}`
    : `SELECT *, ${sql} AS ${quoted(name)} FROM ${input}`;

const withColumns: Verb = ({ random, columns }) => {
  const made = computed(random, columns);
  if (!made) return undefined;
  const name = random.chance(30) ? (random.pick(columns)?.name ?? 'new') : `e${String(random.below(100))}`;
  return {
    text: `withColumns({ ${name}: ${made.text} })`,
    apply: frame => frame.withColumns({ [name]: made.expr as never }),
    rows: model =>
      withColumn(
        model,
        { name, type: made.type },
        model.rows.map(row => made.value(row, model)),
      ),
    ...(made.sql === undefined ? {} : { sql: (input: string) => setSql(input, columns, name, made.sql ?? '') }),
  };
};

const rowIndex: Verb = ({ random, columns }) => {
  const name = `i${String(random.below(100))}`;
  const offset = random.below(3);
  if (columns.some(column => column.name === name)) return undefined;
  return {
    text: text('withRowIndex', { name, offset }),
    apply: frame => frame.withRowIndex({ name, offset }),
    rows: ({ columns: before, rows }) => ({
      columns: [{ name, type: INT64 }, ...before],
      rows: rows.map((row, index) => [BigInt(index + offset), ...row]),
    }),
  };
};

const fillNull: Verb = ({ random, columns }) => {
  const column = random.pick(columns.filter(({ type }) => ['int64', 'float64', 'utf8', 'bool'].includes(type.id)));
  if (!column) return undefined;
  const value = valueOfType(random, column.type);
  return {
    text: text('fillNull', { [column.name]: value }),
    apply: frame => frame.fillNull({ [column.name]: lit(value as never) } as never),
    rows: model => {
      const index = indexOf(model, column.name);
      return withColumn(
        model,
        columnOf(model, column.name),
        model.rows.map(row => valueOf(row, index) ?? value),
      );
    },
    sql: input =>
      `SELECT * REPLACE (coalesce(${quoted(column.name)}, ${sqlOf(value) ?? 'NULL'}) AS ${quoted(column.name)}) FROM ${input}`,
  };
};

const cast: Verb = ({ random, columns }) => {
  const column = random.pick(columns.filter(({ type }) => isInteger(type) || type.id === 'bool' || type.id === 'float32'));
  if (!column) return undefined;
  const to: DataType = column.type.id === 'bool' ? INT64 : FLOAT64;
  return {
    text: text('cast', { [column.name]: to.id }),
    apply: frame => frame.cast({ [column.name]: to.id } as never),
    rows: model => {
      const index = indexOf(model, column.name);
      const values = model.rows.map(row => {
        const value = valueOf(row, index);
        if (value === null) return null;
        return to.id === 'int64' ? BigInt(value === true) : Number(value);
      });
      return withColumn(model, { name: column.name, type: to }, values);
    },
    sql: input =>
      `SELECT * REPLACE (CAST(${quoted(column.name)} AS ${to.id === 'int64' ? 'BIGINT' : 'DOUBLE'}) AS ${quoted(column.name)}) FROM ${input}`,
  };
};

const bins: Verb = ({ random, columns }) => {
  const column = random.pick(columns.filter(({ type }) => isInteger(type) || type.id === 'float64'));
  if (!column) return undefined;
  const breaks = [-1, 0, 2].slice(random.below(2));
  const right = random.chance(50);
  const name = `b${String(random.below(100))}`;
  if (columns.some(other => other.name === name)) return undefined;
  const ends = breaks.map(String);
  const labels = ['-inf', ...ends].map((low, i) => `${right ? '(' : '['}${low}, ${ends[i] ?? 'inf'}${right ? ']' : ')'}`);
  return {
    text: text('cut', column.name, { breaks, right, name }),
    apply: frame => frame.cut(column.name, { breaks, right, name }),
    rows: model => {
      const index = indexOf(model, column.name);
      const values = model.rows.map(row => {
        const value = valueOf(row, index);
        if (value === null || Number.isNaN(value)) return null;
        const place = breaks.findIndex(end => (right ? Number(value) <= end : Number(value) < end));
        return labels[place < 0 ? breaks.length : place] ?? null;
      });
      return withColumn(model, { name, type: UTF8 }, values);
    },
  };
};

const replace: Verb = ({ random, columns }) => {
  const column = random.pick(columns.filter(({ type }) => ['int64', 'utf8', 'bool'].includes(type.id)));
  if (!column) return undefined;
  const pairs = Array.from(
    { length: random.between(1, 2) },
    () => [valueOfType(random, column.type), valueOfType(random, column.type)] as const,
  );
  return {
    text: text('replace', column.name, pairs),
    apply: frame => frame.replace(column.name, pairs as never),
    rows: model => {
      const index = indexOf(model, column.name);
      const values = model.rows.map(row => {
        const value = valueOf(row, index);
        const pair = value === null ? undefined : pairs.find(([old]) => compare(old, value) === 0);
        return pair ? pair[1] : value;
      });
      return withColumn(model, columnOf(model, column.name), values);
    },
  };
};

export const sameType = (a: DataType, b: DataType): boolean => formatType(a) === formatType(b);
export const COLUMN_VERBS: readonly Verb[] = [
  select,
  drop,
  rename,
  withColumns,
  withColumns,
  rowIndex,
  fillNull,
  cast,
  bins,
  replace,
];
