import { col, lit, when } from 'parquetframe';
import { formatType, valueType, type DataType } from '@parquetframe/core/engine';
import { compare, Fault, indexOf, valueOf, wholeOf, type Column, type Model, type Row, type Value } from './model.js';
import { quoted } from './call.js';
import type { Random } from './random.js';
import { BOOL, FLOAT64, INT64, isInteger, UTF8, valueOfType } from './tables.js';

/** An expression with its type: as the library has it, as a value of a row, and as SQL where DuckDB means the same. */
export interface Made {
  readonly text: string;
  readonly type: DataType;
  /** an expression of the library, whose type is known when it is run */
  readonly expr: unknown;
  value(row: Row, model: Pick<Model, 'columns'>): Value;
  readonly sql: string | undefined;
}

/** Methods of expressions without their types. */
export const method = (expr: unknown, name: string, ...given: readonly unknown[]): unknown => {
  const found: unknown = typeof expr === 'object' && expr !== null ? Reflect.get(expr, name) : undefined;
  if (typeof found !== 'function') throw new TypeError(`${name} is no method`);
  return Reflect.apply(found as (...given: readonly unknown[]) => unknown, expr, given);
};

export const columnExpr = ({ name, type }: Column): Made => ({
  text: name,
  type,
  expr: col(name),
  value: (row, model) => valueOf(row, indexOf(model, name)),
  sql: quoted(name),
});

/** Types whose literals are written as they are. */
const LITERALS = new Set(['int64', 'int32', 'int16', 'int8', 'float64', 'utf8', 'bool', 'largeUtf8', 'utf8View']);
export const hasLiterals = (type: DataType): boolean => LITERALS.has(valueType(type).id);

function literal(random: Random, type: DataType): Made {
  const value = valueOfType(random, valueType(type));
  const exact = isInteger(valueType(type)) ? BigInt(value as number) : value;
  return {
    text: typeof exact === 'bigint' ? `${String(exact)}n` : JSON.stringify(exact === null ? null : String(exact)),
    type: isInteger(valueType(type)) ? INT64 : valueType(type),
    expr: lit(exact as never),
    value: () => exact,
    sql: sqlOf(exact),
  };
}

export function sqlOf(value: Value): string | undefined {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return value.includes('\0') ? undefined : `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? `CAST(${String(value)} AS BIGINT)` : undefined;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return undefined;
  if (Number.isNaN(value)) return `'nan'::DOUBLE`;
  return Number.isFinite(value) ? `${value.toExponential()}::DOUBLE` : `'${value > 0 ? '' : '-'}inf'::DOUBLE`;
}

const TESTS = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;
const HOLDS: { readonly [test in keyof typeof TESTS]: (order: number) => boolean } = {
  eq: order => order === 0,
  ne: order => order !== 0,
  lt: order => order < 0,
  lte: order => order <= 0,
  gt: order => order > 0,
  gte: order => order >= 0,
};

/** Numbers of different types by value. */
const comparable = (value: Value, type: DataType): Value =>
  isInteger(valueType(type)) && typeof value === 'number' ? BigInt(value) : value;

/** A comparison of two values of one kind. */
function comparison(random: Random, columns: readonly Column[]): Made | undefined {
  const column = random.pick(columns.filter(({ type }) => hasLiterals(type)));
  if (!column) return undefined;
  const left = columnExpr(column);
  const alike = columns.filter(({ type }) => formatType(valueType(type)) === formatType(valueType(column.type)));
  const other = random.chance(30) ? random.pick(alike) : undefined;
  const right = other ? columnExpr(other) : literal(random, column.type);
  const test = random.pick(['eq', 'ne', 'lt', 'lte', 'gt', 'gte']);
  return {
    text: `${left.text}.${test}(${right.text})`,
    type: BOOL,
    expr: method(left.expr, test, right.expr),
    value: (row, model) => {
      const [a, b] = [comparable(left.value(row, model), left.type), comparable(right.value(row, model), right.type)];
      return a === null || b === null ? null : HOLDS[test](compare(a, b));
    },
    sql: left.sql === undefined || right.sql === undefined ? undefined : `(${left.sql} ${TESTS[test]} ${right.sql})`,
  };
}

function nullTest(random: Random, columns: readonly Column[]): Made | undefined {
  const column = random.pick(columns);
  if (!column) return undefined;
  const isNull = random.chance(50);
  return {
    text: `${column.name}.${isNull ? 'isNull' : 'isNotNull'}()`,
    type: BOOL,
    expr: method(col(column.name), isNull ? 'isNull' : 'isNotNull'),
    value: (row, model) => (valueOf(row, indexOf(model, column.name)) === null) === isNull,
    sql: `(${quoted(column.name)} IS ${isNull ? '' : 'NOT '}NULL)`,
  };
}

export const and = (a: Value, b: Value): Value => (a === false || b === false ? false : a === null || b === null ? null : true);
export const or = (a: Value, b: Value): Value => (a === true || b === true ? true : a === null || b === null ? null : false);

/** A condition. */
export function condition(random: Random, columns: readonly Column[], levels = 2): Made | undefined {
  const simple = (): Made | undefined => (random.chance(75) ? comparison(random, columns) : nullTest(random, columns));
  if (levels === 0 || random.chance(50)) return simple();
  const left = condition(random, columns, levels - 1);
  if (!left) return undefined;
  if (random.chance(20))
    return {
      text: `${left.text}.not()`,
      type: BOOL,
      expr: method(left.expr, 'not'),
      value: (row, model) => {
        const value = left.value(row, model);
        return value === null ? null : value !== true;
      },
      sql: left.sql && `(NOT ${left.sql})`,
    };
  const right = condition(random, columns, levels - 1);
  if (!right) return left;
  const isAnd = random.chance(50);
  return {
    text: `${left.text}.${isAnd ? 'and' : 'or'}(${right.text})`,
    type: BOOL,
    expr: method(left.expr, isAnd ? 'and' : 'or', right.expr),
    value: (row, model) => (isAnd ? and : or)(left.value(row, model), right.value(row, model)),
    sql: left.sql === undefined || right.sql === undefined ? undefined : `(${left.sql} ${isAnd ? 'AND' : 'OR'} ${right.sql})`,
  };
}

const ARITHMETIC = {
  add: (a: bigint, b: bigint) => a + b,
  sub: (a: bigint, b: bigint) => a - b,
  mul: (a: bigint, b: bigint) => a * b,
};
const FLOATS = {
  add: (a: number, b: number) => a + b,
  sub: (a: number, b: number) => a - b,
  mul: (a: number, b: number) => a * b,
};

/** A value of a column's own, of some type. */
export function computed(random: Random, columns: readonly Column[]): Made | undefined {
  switch (random.below(5)) {
    case 0:
      return condition(random, columns, 1);
    case 1:
      return choice(random, columns);
    case 2:
      return filled(random, columns);
    default:
      return arithmetic(random, columns) ?? choice(random, columns);
  }
}

function arithmetic(random: Random, columns: readonly Column[]): Made | undefined {
  const column = random.pick(columns.filter(({ type }) => isInteger(type) || type.id === 'float64'));
  if (!column) return undefined;
  const left = columnExpr(column);
  const other = random.pick(
    columns.filter(({ type }) => isInteger(type) === isInteger(column.type) && (isInteger(type) || type.id === 'float64')),
  );
  const right = other && random.chance(50) ? columnExpr(other) : literal(random, isInteger(column.type) ? INT64 : FLOAT64);
  const operation = random.pick(['add', 'sub', 'mul']);
  if (!isInteger(column.type))
    return {
      text: `${left.text}.${operation}(${right.text})`,
      type: FLOAT64,
      expr: method(left.expr, operation, right.expr),
      value: (row, model) => {
        const [a, b] = [left.value(row, model), right.value(row, model)];
        return a === null || b === null ? null : FLOATS[operation](Number(a), Number(b));
      },
      sql:
        right.sql === undefined
          ? undefined
          : `(${quoted(column.name)} ${{ add: '+', sub: '-', mul: '*' }[operation]} ${right.sql})`,
    };
  const overflow = random.pick(['error', 'null', 'null', 'wrap']);
  return {
    text: `${left.text}.${operation}(${right.text}, { overflow: "${overflow}" })`,
    type: INT64,
    expr: method(left.expr, operation, right.expr, { overflow }),
    value: (row, model) => {
      const [a, b] = [left.value(row, model), right.value(row, model)];
      if (a === null || b === null) return null;
      const result = ARITHMETIC[operation](wholeOf(a), wholeOf(b));
      const within = BigInt.asIntN(64, result);
      if (within === result || overflow === 'wrap') return within;
      if (overflow === 'null') return null;
      throw new Fault('INTEGER_OVERFLOW');
    },
    sql: undefined,
  };
}

/** One of two values. */
function choice(random: Random, columns: readonly Column[]): Made | undefined {
  const test = condition(random, columns, 1);
  const column = random.pick(columns.filter(({ type }) => hasLiterals(type) && type.id !== 'dictionary'));
  if (!test || !column) return undefined;
  const then = columnExpr(column);
  const type = isInteger(column.type) ? column.type : valueType(column.type);
  const alike = random.pick(columns.filter(other => formatType(other.type) === formatType(column.type)));
  const otherwise = columnExpr(alike ?? column);
  return {
    text: `when(${test.text}).then(${then.text}).otherwise(${otherwise.text})`,
    type,
    expr: method(method(when(test.expr as never), 'then', then.expr), 'otherwise', otherwise.expr),
    value: (row, model) => (test.value(row, model) === true ? then : otherwise).value(row, model),
    sql: test.sql && `(CASE WHEN ${test.sql} THEN ${quoted(column.name)} ELSE ${otherwise.sql ?? ''} END)`,
  };
}

/** The first of two values that is not null. */
function filled(random: Random, columns: readonly Column[]): Made | undefined {
  const column = random.pick(columns.filter(({ type }) => ['int64', 'float64', 'utf8', 'bool'].includes(type.id)));
  if (!column) return undefined;
  const first = columnExpr(column);
  const second = literal(random, column.type.id === 'utf8' ? UTF8 : column.type);
  return {
    text: `${first.text}.fillNull(${second.text})`,
    type: column.type,
    expr: method(first.expr, 'fillNull', second.expr),
    value: (row, model) => first.value(row, model) ?? second.value(row, model),
    sql: second.sql && `coalesce(${quoted(column.name)}, ${second.sql})`,
  };
}
