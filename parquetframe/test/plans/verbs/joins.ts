import { formatType } from '@parquetframe/core/engine';
import { list, quoted, text, type Call, type Verb } from '../call.js';
import { at, indexOf, keyOf, rowKey, shown, valueOf, wholeOf, type Column, type Model, type Row, type Value } from '../model.js';
import { isInteger } from '../tables.js';
import { selected } from './columns.js';
import { isFlat, ROW_VERBS } from './rows.js';

interface Shape {
  readonly left: string;
  readonly right: string;
  readonly how: 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti' | 'cross';
  readonly nullsEqual: boolean;
}

/** The columns of a join; undefined where two would have one name. */
function joinedColumns(
  left: readonly Column[],
  right: readonly Column[],
  shape: Shape,
): readonly (Column & { readonly of: string })[] | undefined {
  const taken = left.map(({ name }) => name);
  const added = right
    .filter(({ name }) => !(shape.how !== 'cross' && name === shape.right && shape.left === shape.right))
    .map(({ name, type }) => ({ name: taken.includes(name) ? `${name}_right` : name, type, of: name }));
  const names = [...taken, ...added.map(({ name }) => name)];
  return new Set(names).size === names.length ? added : undefined;
}

function joined(left: Model, right: Model, shape: Shape): Model {
  const added = joinedColumns(left.columns, right.columns, shape) ?? [];
  const taken = added.map(({ of }) => indexOf(right, of));
  const isCross = shape.how === 'cross';
  const [l, r] = isCross ? [0, 0] : [indexOf(left, shape.left), indexOf(right, shape.right)];
  const agree = (a: Row, b: Row): boolean => {
    if (isCross) return true;
    const [x, y] = [valueOf(a, l), valueOf(b, r)];
    if (x === null || y === null) return shape.nullsEqual && x === y;
    return keyOf(number(x)) === keyOf(number(y));
  };
  const partners = left.rows.map(row => right.rows.filter(other => agree(row, other)));
  if (shape.how === 'semi' || shape.how === 'anti')
    return { ...left, rows: left.rows.filter((_, i) => at(partners, i).length > 0 === (shape.how === 'semi')) };
  const nothing = taken.map(() => null);
  const rows = left.rows.flatMap((row, i): readonly Row[] => {
    const found = at(partners, i);
    if (found.length > 0) return found.map(other => [...row, ...taken.map(index => valueOf(other, index))]);
    return shape.how === 'left' || shape.how === 'full' ? [[...row, ...nothing]] : [];
  });
  const alone =
    shape.how === 'right' || shape.how === 'full' ? right.rows.filter(other => !left.rows.some(row => agree(row, other))) : [];
  const isShared = shape.left === shape.right;
  return {
    columns: [...left.columns, ...added.map(({ name, type }) => ({ name, type }))],
    rows: [
      ...rows,
      ...alone.map(other => [
        ...left.columns.map((_, i) => (isShared && i === l && !isCross ? valueOf(other, r) : null)),
        ...taken.map(index => valueOf(other, index)),
      ]),
    ],
  };
}

/** Whole numbers of any width by value. */
const number = (value: Value): Value =>
  typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;

const join: Verb = ({ random, columns, right }) => {
  const how = random.pick(['inner', 'left', 'right', 'full', 'semi', 'anti', 'inner', 'left', 'cross']);
  const left = random.pick(columns.filter(isFlat));
  const other = left && random.pick(right.filter(({ type }) => formatType(type) === formatType(left.type)));
  if (!left || !other) return undefined;
  const shape: Shape = { left: left.name, right: other.name, how, nullsEqual: random.chance(30) };
  if (how !== 'semi' && how !== 'anti' && !joinedColumns(columns, right, shape)) return undefined;
  const keys = left.name === other.name ? { on: left.name } : { leftOn: left.name, rightOn: other.name };
  const options = how === 'cross' ? { how } : { ...keys, how, ...(shape.nullsEqual ? { nullsEqual: true } : {}) };
  return {
    text: text('join', 'right', options),
    apply: (frame, world) => frame.join(world.right.frame, options as never),
    rows: (model, world) => joined(model, world.right.model, shape),
    sql: input => joinSql(input, columns, right, shape),
  };
};

function joinSql(input: string, left: readonly Column[], right: readonly Column[], shape: Shape): string {
  const { how } = shape;
  const on = `l.${quoted(shape.left)} ${shape.nullsEqual ? 'IS NOT DISTINCT FROM' : '='} r.${quoted(shape.right)}`;
  if (how === 'semi' || how === 'anti')
    return `SELECT * FROM ${input} l WHERE ${how === 'semi' ? '' : 'NOT '}EXISTS (SELECT 1 FROM "right" r WHERE ${on})`;
  const isShared = how !== 'cross' && shape.left === shape.right;
  const own = left.map(({ name }) =>
    isShared && name === shape.left
      ? `coalesce(l.${quoted(name)}, r.${quoted(shape.right)}) AS ${quoted(name)}`
      : `l.${quoted(name)}`,
  );
  const added = (joinedColumns(left, right, shape) ?? []).map(({ name, of }) => `r.${quoted(of)} AS ${quoted(name)}`);
  return `SELECT ${[...own, ...added].join(', ')} FROM ${input} l ${how} JOIN "right" r${how === 'cross' ? '' : ` ON ${on}`}`;
}

const asof: Verb = ({ random, columns, right }) => {
  const isPlace = ({ type }: Column): boolean => isInteger(type) || type.id === 'timestamp';
  const left = random.pick(columns.filter(isPlace));
  const other = left && random.pick(right.filter(({ type }) => formatType(type) === formatType(left.type)));
  if (!left || !other) return undefined;
  const strategy = random.pick(['backward', 'forward', 'nearest']);
  const exactMatches = random.chance(70);
  const tolerance = isInteger(left.type) && random.chance(40) ? random.below(3) : undefined;
  const shape: Shape = { left: left.name, right: other.name, how: 'left', nullsEqual: false };
  if (!joinedColumns(columns, right, shape)) return undefined;
  const keys = left.name === other.name ? { on: left.name } : { leftOn: left.name, rightOn: other.name };
  const options = { ...keys, strategy, exactMatches, ...(tolerance === undefined ? {} : { tolerance }) };
  return {
    text: text('joinAsof', 'right', options),
    apply: (frame, world) => frame.joinAsof(world.right.frame, options as never),
    rows: (model, world) => {
      const { right: r } = shape;
      const [l, index] = [indexOf(model, shape.left), indexOf(world.right.model, r)];
      const added = joinedColumns(model.columns, world.right.model.columns, shape) ?? [];
      const taken = added.map(({ of }) => indexOf(world.right.model, of));
      const rows = model.rows.map(row => {
        const partner = nearest(valueOf(row, l), world.right.model.rows, index, strategy, exactMatches, tolerance);
        return [...row, ...taken.map(each => (partner ? valueOf(partner, each) : null))];
      });
      return { columns: [...model.columns, ...added.map(({ name, type }) => ({ name, type }))], rows };
    },
  };
};

function nearest(
  value: Value,
  rows: readonly Row[],
  index: number,
  strategy: 'backward' | 'forward' | 'nearest',
  exactMatches: boolean,
  tolerance: number | undefined,
): Row | undefined {
  if (value === null) return undefined;
  const wanted = wholeOf(value);
  const distance = (row: Row): bigint => wholeOf(valueOf(row, index)) - wanted;
  const partners = rows.filter(row => {
    if (valueOf(row, index) === null) return false;
    const away = distance(row);
    return (exactMatches || away !== 0n) && (tolerance === undefined || (away < 0n ? -away : away) <= BigInt(tolerance));
  });
  let [before, after]: (Row | undefined)[] = [undefined, undefined];
  for (const row of partners) {
    const away = distance(row);
    if (away <= 0n && (!before || away >= distance(before))) before = row;
    if (away >= 0n && (!after || away < distance(after))) after = row;
  }
  if (strategy === 'backward') return before;
  if (strategy === 'forward') return after;
  if (!before || !after) return before ?? after;
  return -distance(before) <= distance(after) ? before : after;
}

/** Some of the rows of the frame itself, by another verb that keeps its columns. */
function ownPart(state: Parameters<Verb>[0]): Call | undefined {
  return random(state)?.(state);
}
const random = ({ random: r }: Parameters<Verb>[0]): Verb | undefined => r.pick(ROW_VERBS.slice(0, 5));

const union: Verb = state => {
  const part = ownPart(state);
  return (
    part && {
      text: `concat(itself.${part.text})`,
      apply: (frame, world) => frame.concat(part.apply(frame, world) as never),
      rows: (model, world) => ({ ...model, rows: [...model.rows, ...part.rows(model, world).rows] }),
      ...(part.sql ? { sql: (input: string) => `SELECT * FROM ${input} UNION ALL (${part.sql?.(input) ?? ''})` } : {}),
    }
  );
};

const sets: Verb = state => {
  const verb = state.random.pick(['intersect', 'except']);
  const names = state.random.some(state.columns.filter(isFlat), 1, 3).map(({ name }) => name);
  const columns = names.flatMap(name => state.columns.filter(column => column.name === name));
  const part = names.length === 0 ? undefined : ownPart({ ...state, columns });
  return (
    part && {
      text: `select(${names.join(', ')}).${verb}(itself.${part.text})`,
      apply: (frame, world) => {
        const some = frame.select(...names);
        return some[verb](part.apply(some, world));
      },
      rows: (model, world) => {
        const some = selected(model, names);
        const all = some.columns.map((_, i) => i);
        const others = new Set(part.rows(some, world).rows.map(row => rowKey(row, all)));
        const seen = new Set<string>();
        const rows = some.rows.filter(row => {
          const key = rowKey(row, all);
          if (seen.has(key) || others.has(key) !== (verb === 'intersect')) return false;
          seen.add(key);
          return true;
        });
        return { ...some, rows: rows.map(row => row.map(shown)) };
      },
      ...(part.sql
        ? {
            sql: (input: string) =>
              `SELECT ${list(names)} FROM ${input} ${verb} (${part.sql?.(`(SELECT ${list(names)} FROM ${input})`) ?? ''})`,
          }
        : {}),
    }
  );
};

const beside: Verb = ({ columns, right }) => {
  const suffix = '_b';
  const names = [...columns.map(({ name }) => name), ...right.map(({ name }) => `${name}${suffix}`)];
  if (new Set(names).size < names.length) return undefined;
  return {
    text: "concat(right.renameAll({ suffix: '_b' }), { how: 'horizontal', missing: 'null' })",
    apply: (frame, world) =>
      frame.concat(world.right.frame.renameAll({ suffix }) as never, { how: 'horizontal', missing: 'null' } as never) as never,
    rows: (model, { right: { model: other } }) => ({
      columns: [...model.columns, ...other.columns.map(({ name, type }) => ({ name: `${name}${suffix}`, type }))],
      rows: Array.from({ length: Math.max(model.rows.length, other.rows.length) }, (_, i) => [
        ...model.columns.map((_column, c) => model.rows[i]?.[c] ?? null),
        ...other.columns.map((_column, c) => other.rows[i]?.[c] ?? null),
      ]),
    }),
  };
};

export const JOIN_VERBS: readonly Verb[] = [join, join, join, asof, union, sets, beside];
