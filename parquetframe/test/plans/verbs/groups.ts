import { count } from 'parquetframe';
import { list, quoted, text, type Verb } from '../call.js';
import {
  columnOf,
  groupsOf,
  indexOf,
  keyOf,
  shown,
  sorted,
  valueOf,
  type Column,
  type Model,
  type Row,
  type Value,
} from '../model.js';
import { FLOAT64, INT64, valueOfType } from '../tables.js';
import { someAggregate, type Aggregated } from './aggregates.js';
import { withColumn } from './columns.js';
import { isFlat } from './rows.js';

function aggregated(model: Model, keys: readonly string[], aggregates: readonly (readonly [string, Aggregated])[]): Model {
  const indices = keys.map(name => indexOf(model, name));
  const groups = keys.length === 0 ? [model.rows] : groupsOf(model, keys);
  return {
    columns: [...keys.map(name => columnOf(model, name)), ...aggregates.map(([name, { type }]) => ({ name, type }))],
    rows: groups.map(rows => [
      ...indices.map(index => shown(valueOf(rows[0] ?? [], index))),
      ...aggregates.map(([, each]) => each.of(rows, model)),
    ]),
  };
}

const aggregate: Verb = ({ random, columns }) => {
  const keys = random.some(columns.filter(isFlat), random.chance(15) ? 0 : 1, 2).map(({ name }) => name);
  const aggregates = Array.from(
    { length: random.between(1, 3) },
    (_, i) => [`a${String(random.below(30))}${'xyz'.charAt(i)}`, someAggregate(random, columns)] as const,
  );
  if (aggregates.some(([name]) => keys.includes(name))) return undefined;
  const named = Object.fromEntries(aggregates.map(([name, each]) => [name, each.aggregate as never]));
  const sqls = aggregates.map(([name, each]) => each.sql && `${each.sql} AS ${quoted(name)}`);
  const all = sqls.every(sql => sql !== undefined);
  return {
    text: `groupBy(${keys.join(', ')}).agg({ ${aggregates.map(([name, each]) => `${name}: ${each.text}`).join(', ')} })`,
    apply: frame => (keys.length === 0 ? frame.agg(named) : frame.groupBy(...keys).agg(named)),
    rows: model => aggregated(model, keys, aggregates),
    ...(all
      ? {
          sql: (input: string) =>
            `SELECT ${[...keys.map(quoted), ...sqls].join(', ')} FROM ${input}${keys.length === 0 ? '' : ` GROUP BY ${list(keys)}`}`,
        }
      : {}),
  };
};

const valueCounts: Verb = ({ random, columns }) => {
  const column = random.pick(columns.filter(isFlat));
  const normalize = random.chance(30);
  const name = normalize ? 'proportion' : 'count';
  if (!column || column.name === name) return undefined;
  return {
    text: text('valueCounts', column.name, { normalize }),
    apply: frame => frame.valueCounts(column.name, { normalize }),
    rows: model => {
      const index = indexOf(model, column.name);
      const groups = groupsOf(model, [column.name]);
      const counted = groups.map((rows): Row => [shown(valueOf(rows[0] ?? [], index)), BigInt(rows.length)]);
      const kept = columnOf(model, column.name);
      const { rows } = sorted({ columns: [kept, { name, type: INT64 }], rows: counted }, [
        { column: name, descending: true, nulls: 'last' },
      ]);
      if (!normalize) return { columns: [kept, { name, type: INT64 }], rows };
      return {
        columns: [kept, { name, type: FLOAT64 }],
        rows: rows.map(([value, number]) => [value ?? null, Number(number) / model.rows.length]),
      };
    },
  };
};

/** Values that become columns, by the name that they give them. */
const named = (value: Value): string => String(value);

const pivot: Verb = ({ random, columns }) => {
  const [index, on] = random.some(columns.filter(isFlat), 2, 2);
  if (!index || !on || !['int64', 'utf8', 'bool'].includes(on.type.id)) return undefined;
  const values = [
    ...new Map(
      Array.from({ length: random.between(1, 3) }, () => valueOfType(random, on.type)).map(value => [keyOf(value), shown(value)]),
    ).values(),
  ];
  if (new Set(values.map(named)).size < values.length || values.some(value => named(value) === index.name || named(value) === ''))
    return undefined;
  const isTab = random.chance(30);
  const cell = someAggregate(random, columns);
  const made: Aggregated = isTab
    ? { text: 'count()', type: INT64, aggregate: count(), of: rows => BigInt(rows.length), sql: undefined }
    : cell;
  // Cells that have no order cannot be put together.
  if (made.type.id === 'list') return undefined;
  const empty: Value = made.type.id === 'int64' && /(^|\.)count(Distinct)?\(\)/.test(made.text) ? 0n : null;
  const type = made.type.id === 'dictionary' ? made.type.values : made.type;
  return {
    text: isTab
      ? text('crossTab', index.name, on.name, values)
      : `pivot({ index: ${index.name}, on: ${on.name}, columns: ${text('', values)}, values: ${made.text} })`,
    apply: frame =>
      isTab
        ? frame.crossTab(index.name, on.name, values as never)
        : frame.pivot({ index: index.name, on: on.name, columns: values as never, values: () => made.aggregate as never }),
    rows: model => {
      const [at, by] = [indexOf(model, index.name), indexOf(model, on.name)];
      const rows = groupsOf(model, [index.name]).map((group): Row => {
        const cells = values.map(value => {
          const own = group.filter(row => keyOf(valueOf(row, by)) === keyOf(value));
          return own.length === 0 ? empty : made.of(own, model);
        });
        return [shown(valueOf(group[0] ?? [], at)), ...cells];
      });
      // Cells are aggregated before they are looked at, so every one may fail.
      for (const group of groupsOf(model, [index.name, on.name])) made.of(group, model);
      return { columns: [columnOf(model, index.name), ...values.map((value): Column => ({ name: named(value), type }))], rows };
    },
  };
};

const unpivot: Verb = ({ random, columns }) => {
  const first = random.pick(columns);
  if (!first) return undefined;
  const alike = columns.filter(({ type }) => JSON.stringify(type) === JSON.stringify(first.type));
  const on = random.some(alike, 1, 3).map(({ name }) => name);
  const index = random
    .some(
      columns.filter(({ name }) => !on.includes(name)),
      0,
      2,
    )
    .map(({ name }) => name);
  if (index.some(name => name === 'variable' || name === 'value')) return undefined;
  return {
    text: text('unpivot', { on, index }),
    apply: frame => (index.length === 0 ? frame.select(...on).unpivot({ on }) : frame.unpivot({ on, index })),
    rows: model => {
      const kept = index.map(name => indexOf(model, name));
      return {
        columns: [
          ...index.map(name => columnOf(model, name)),
          { name: 'variable', type: { id: 'utf8' } },
          { name: 'value', type: first.type },
        ],
        rows: on.flatMap(name => {
          const at = indexOf(model, name);
          return model.rows.map(row => [...kept.map(each => valueOf(row, each)), name, valueOf(row, at)]);
        }),
      };
    },
  };
};

const explode: Verb = ({ random, columns }) => {
  const column = random.pick(columns.filter(({ type }) => type.id === 'list'));
  if (!column) return undefined;
  return {
    text: text('explode', column.name),
    apply: frame => frame.explode(column.name as never),
    rows: model => {
      const at = indexOf(model, column.name);
      const type = columnOf(model, column.name).type;
      const item = type.id === 'list' ? type.item.type : type;
      return {
        columns: model.columns.map((each, i) => (i === at ? { name: each.name, type: item } : each)),
        rows: model.rows.flatMap(row => {
          const value = valueOf(row, at);
          const items: readonly Value[] = Array.isArray(value) && value.length > 0 ? (value as readonly Value[]) : [null];
          return items.map(each => row.map((old, i) => (i === at ? each : old)));
        }),
      };
    },
  };
};

/** Windows that are some units of a column long. */
const LENGTHS: { readonly [unit: string]: readonly (readonly [every: string, units: bigint])[] } = {
  us: [
    ['2us', 2n],
    ['1d', 86_400_000_000n],
    ['1h30m', 5_400_000_000n],
  ],
  ms: [
    ['3ms', 3n],
    ['1d', 86_400_000n],
    ['2s', 2000n],
  ],
};

const byTime: Verb = ({ random, columns }) => {
  const time = random.pick(columns.filter(({ type }) => type.id === 'timestamp'));
  const length = time?.type.id === 'timestamp' ? random.pick(LENGTHS[time.type.unit] ?? []) : undefined;
  if (!time || !length) return undefined;
  const [every, units] = length;
  const label = random.pick(['left', 'right']);
  const made = someAggregate(random, columns);
  const by = random
    .some(
      columns.filter(column => isFlat(column) && column !== time),
      0,
      1,
    )
    .map(({ name }) => name);
  const name = 'a of time';
  if (by.includes(name) || time.name === name) return undefined;
  return {
    text: `groupByTime(${time.name}, ${JSON.stringify({ every, label, by })}).agg({ "${name}": ${made.text} })`,
    apply: frame =>
      frame
        .groupByTime(time.name as never, { every: every as '1d', label, ...(by.length === 0 ? {} : { by }) })
        .agg({ [name]: made.aggregate as never }) as never,
    rows: model => {
      const at = indexOf(model, time.name);
      const starts = model.rows.map((row): Value => {
        const value = valueOf(row, at);
        if (typeof value !== 'bigint') return null;
        const past = ((value % units) + units) % units;
        return value - past + (label === 'right' ? units : 0n);
      });
      const key = 'window';
      const whole = withColumn(model, { name: key, type: time.type }, starts);
      const { columns: made_, rows } = aggregated(whole, [...by, key], [[name, made]]);
      return { columns: made_.map(column => (column.name === key ? { ...column, name: time.name } : column)), rows };
    },
  };
};

export const GROUP_VERBS: readonly Verb[] = [
  aggregate,
  aggregate,
  aggregate,
  valueCounts,
  pivot,
  unpivot,
  explode,
  explode,
  byTime,
];
