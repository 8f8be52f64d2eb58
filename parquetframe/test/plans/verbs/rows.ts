import { quoted, text, type Verb } from '../call.js';
import { condition } from '../expressions.js';
import { groupsOf, indexOf, rowKey, shown, sorted, valueOf, type Column, type Key, type Model, type Row } from '../model.js';
import type { Random } from '../random.js';
import { familyOf } from '@parquetframe/core/engine';

export const isFlat = ({ type }: Column): boolean => familyOf(type) !== 'nested';

const filter: Verb = ({ random, columns }) => {
  const test = condition(random, columns);
  if (!test) return undefined;
  return {
    text: `filter(${test.text})`,
    apply: frame => frame.filter(test.expr as never),
    rows: model => ({ ...model, rows: model.rows.filter(row => test.value(row, model) === true) }),
    ...(test.sql === undefined ? {} : { sql: input => `SELECT * FROM ${input} WHERE ${test.sql ?? ''}` }),
  };
};

export function someKeys(random: Random, columns: readonly Column[], most = 3): readonly Key[] {
  return random.some(columns.filter(isFlat), 1, most).map(({ name }) => ({
    column: name,
    descending: random.chance(40),
    nulls: random.pick(['first', 'last']),
  }));
}

const sort: Verb = ({ random, columns }) => {
  const keys = someKeys(random, columns);
  if (keys.length === 0) return undefined;
  return {
    text: text('sort', keys),
    apply: frame => frame.sort(keys),
    rows: model => sorted(model, keys),
    sql: input => `SELECT * FROM ${input}`,
  };
};

const ranked: Verb = ({ random, columns }) => {
  const names = random.some(columns.filter(isFlat), 1, 2).map(({ name }) => name);
  if (names.length === 0) return undefined;
  const verb = random.pick(['topK', 'bottomK']);
  const count = random.between(0, 6);
  const keys = names.map((column): Key => ({ column, descending: verb === 'topK', nulls: 'last' }));
  return {
    text: text(verb, count, names),
    apply: frame => frame[verb](count, names),
    rows: model => ({ ...model, rows: sorted(model, keys).rows.slice(0, count) }),
  };
};

const part: Verb = ({ random }) => {
  const [count, offset] = [random.between(0, 12), random.between(0, 4)];
  switch (random.below(4)) {
    case 0:
      return { text: text('head', count), apply: frame => frame.head(count), rows: model => cut(model, 0, count) };
    case 1:
      return {
        text: text('tail', count),
        apply: frame => frame.tail(count),
        rows: model => cut(model, Math.max(0, model.rows.length - count), model.rows.length),
      };
    case 2:
      return {
        text: text('slice', -offset - 1, count),
        apply: frame => frame.slice(-offset - 1, count),
        rows: model => {
          const from = Math.max(0, model.rows.length - offset - 1);
          return cut(model, from, from + count);
        },
      };
    default:
      return {
        text: text('limit', count, offset),
        apply: frame => frame.limit(count, offset),
        rows: model => cut(model, offset, offset + count),
      };
  }
};

const cut = (model: Model, from: number, to: number): Model => ({ ...model, rows: model.rows.slice(from, to) });

const sample: Verb = ({ random }) => {
  const [n, seed] = [random.between(0, 10), random.below(5)];
  return {
    text: text('sample', { n, seed }),
    apply: frame => frame.sample({ n, seed }),
    rows: model => {
      const order = model.rows.map((_, row) => ({ row, number: mixed(BigInt(seed), BigInt(row)) }));
      const taken = new Set(
        [...order]
          .sort((a, b) => (a.number < b.number ? -1 : 1))
          .slice(0, n)
          .map(({ row }) => row),
      );
      return { ...model, rows: model.rows.filter((_, row) => taken.has(row)) };
    },
  };
};

function mixed(seed: bigint, row: bigint): bigint {
  const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
  let z = wrap(seed + (row + 1n) * 0x9e3779b97f4a7c15n);
  z = wrap((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = wrap((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

const distinct: Verb = ({ random, columns }) => {
  const flat = columns.filter(isFlat).map(({ name }) => name);
  const all = flat.length === columns.length && random.chance(50);
  const subset = all ? columns.map(({ name }) => name) : random.some(flat, 1, 3);
  if (subset.length === 0) return undefined;
  const keep = random.pick(['first', 'last']);
  return {
    text: text('distinct', all ? { keep } : { subset, keep }),
    apply: frame => frame.distinct(all ? { keep } : { subset, keep }),
    rows: model => {
      const indices = subset.map(name => indexOf(model, name));
      const kept = groupsOf(model, subset).map(group => (keep === 'first' ? group[0] : group.at(-1)) ?? []);
      return { ...model, rows: kept.map(row => row.map((value, index) => (indices.includes(index) ? shown(value) : value))) };
    },
    ...(all ? { sql: (input: string) => `SELECT DISTINCT * FROM ${input}` } : {}),
  };
};

const dropNulls: Verb = ({ random, columns }) => {
  const subset = random.some(columns, 1, 2).map(({ name }) => name);
  return {
    text: text('dropNulls', subset),
    apply: frame => frame.dropNulls(subset),
    rows: model => {
      const indices = subset.map(name => indexOf(model, name));
      return { ...model, rows: model.rows.filter(row => indices.every(index => valueOf(row, index) !== null)) };
    },
    sql: input => `SELECT * FROM ${input} WHERE ${subset.map(name => `${quoted(name)} IS NOT NULL`).join(' AND ')}`,
  };
};

const groupHead: Verb = ({ random, columns }) => {
  const keys = random.some(columns.filter(isFlat), 1, 2).map(({ name }) => name);
  if (keys.length === 0) return undefined;
  const count = random.between(0, 3);
  return {
    text: `groupBy(${keys.join(', ')}).head(${String(count)})`,
    apply: frame => frame.groupBy(...keys).head(count),
    rows: model => ({ ...model, rows: firstOfGroups(model, keys, count) }),
  };
};

export function firstOfGroups(model: Model, keys: readonly string[], count: number): readonly Row[] {
  const indices = keys.map(name => indexOf(model, name));
  const seen = new Map<string, number>();
  return model.rows.filter(row => {
    const key = rowKey(row, indices);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return before < count;
  });
}

const groupTop: Verb = ({ random, columns }) => {
  const [key, by] = random.some(columns.filter(isFlat), 2, 2);
  if (!key || !by) return undefined;
  const verb = random.pick(['topK', 'bottomK']);
  const count = random.between(0, 3);
  return {
    text: `groupBy(${key.name}).${verb}(${String(count)}, ${by.name})`,
    apply: frame => frame.groupBy(key.name)[verb](count, by.name),
    rows: model => {
      const ordered = sorted(model, [{ column: by.name, descending: verb === 'topK', nulls: 'last' }]);
      return { ...model, rows: firstOfGroups(ordered, [key.name], count) };
    },
  };
};

export const ROW_VERBS: readonly Verb[] = [filter, filter, sort, ranked, part, sample, distinct, dropNulls, groupHead, groupTop];
