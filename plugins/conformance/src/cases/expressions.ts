import {
  canCast,
  familyOf,
  isFloat,
  isInteger,
  valueType,
  type CaseRandom,
  type DataType,
  type Field,
  type LiteralValue,
  type ScalarFunction,
  type Schema,
  type UserExpression,
} from '@parquetframe/core/engine';

export const column = (name: string): UserExpression => ({ kind: 'column', name });
export const literal = (value: LiteralValue, type?: DataType): UserExpression =>
  type ? { kind: 'literal', value, type } : { kind: 'literal', value };
export const call = (
  name: ScalarFunction,
  operands: readonly UserExpression[],
  extra: { readonly to?: DataType; readonly overflow?: 'error' | 'wrap' | 'null' } = {},
): UserExpression => ({ kind: 'call', function: name, arguments: operands, ...extra });

const COMPARISONS: readonly ScalarFunction[] = ['equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual'];
const ARITHMETIC: readonly ScalarFunction[] = ['add', 'subtract', 'multiply', 'divide', 'floorDivide', 'modulo'];

/** A literal that may stand beside a column, or undefined where its type has none. */
export function literalBeside(random: CaseRandom, type: DataType): UserExpression | undefined {
  const plain = valueType(type);
  switch (familyOf(plain)) {
    case 'numeric':
      return literal(numericLiteral(random, plain));
    case 'string':
      return literal(random.value({ id: 'utf8' }) as string);
    case 'binary':
      return literal(random.value({ id: 'binary' }) as Uint8Array);
    case 'bool':
      return literal(random.boolean());
    case 'instant':
      return literal(
        new Date(random.integer(-3, 3) * 1000 + (random.boolean() ? 0 : 86_400_000 * random.integer(-40_000, 40_000))),
      );
    case 'time':
    case 'duration':
      return literal(random.value(plain) as bigint);
    default:
      return undefined;
  }
}

/** Decimals do not wrap around. */
const overflowOf = (random: CaseRandom, operands: Schema) =>
  operands.some(({ type }) => type.id === 'decimal') ? 'null' : random.pick(['null', 'wrap'] as const);

function numericLiteral(random: CaseRandom, type: DataType): LiteralValue {
  if (isFloat(type) || random.integer(0, 5) === 0) return random.value({ id: 'float64' }) as number;
  return random.value(random.integer(0, 5) === 0 ? { id: 'int64' } : { id: 'int8' }) as number | bigint;
}

const sameFamily = (schema: Schema, type: DataType): Schema => schema.filter(f => familyOf(f.type) === familyOf(type));

/** A number: a column, or arithmetic on one. Integer overflow gives null or wraps, so that predicates have no errors to race for. */
function numeric(random: CaseRandom, fields: Schema): UserExpression {
  const base = random.pick(fields);
  if (random.integer(0, 3) > 0) return column(base.name);
  if (random.integer(0, 4) === 0) return call('negate', [column(base.name)], { overflow: overflowOf(random, [base]) });
  const other = random.pick(fields);
  const overflow = overflowOf(random, [base, other]);
  return call(random.pick(ARITHMETIC), [column(base.name), column(other.name)], { overflow });
}

const arithmeticFields = (schema: Schema): Schema =>
  schema.filter(f => isInteger(f.type) || isFloat(f.type) || f.type.id === 'decimal');

/** A predicate over the comparable columns of a schema: comparisons, null tests, and, or, not. */
export function predicate(random: CaseRandom, schema: Schema, depth = 2): UserExpression {
  const kind = random.integer(0, depth > 0 ? 9 : 5);
  if (kind >= 8) return call('not', [predicate(random, schema, depth - 1)]);
  if (kind >= 6)
    return call(random.pick(['and', 'or'] as const), [
      predicate(random, schema, depth - 1),
      predicate(random, schema, depth - 1),
    ]);
  const chosen = random.pick(schema);
  if (kind === 5) return call(random.pick(['isNull', 'isNotNull'] as const), [column(chosen.name)]);
  if (kind === 4 && chosen.type.id === 'bool') return column(chosen.name);
  return comparison(random, schema, chosen);
}

function comparison(random: CaseRandom, schema: Schema, chosen: Field): UserExpression {
  const numbers = arithmeticFields(schema);
  const left = numbers.includes(chosen) ? numeric(random, numbers) : column(chosen.name);
  const beside = random.boolean() ? literalBeside(random, chosen.type) : undefined;
  const right = beside ?? column(random.pick(sameFamily(schema, chosen.type)).name);
  const name = random.pick(COMPARISONS);
  return random.integer(0, 4) === 0 ? call(name, [right, left]) : call(name, [left, right]);
}

/**
 * A predicate of which a part may overflow: the error counts whatever the other side says, for AND and OR do not stop at the first that settles it. There is no
 * other kind of error in it, so that every engine meets the same one.
 */
export function riskyPredicate(random: CaseRandom, schema: Schema): UserExpression {
  const whole = schema.filter(f => f.type.id === 'int64');
  const plain = predicate(random, schema, 1);
  if (whole.length === 0 || random.integer(0, 3) > 0) return plain;
  const name = random.pick(['add', 'subtract', 'multiply'] as const);
  const operands = [column(random.pick(whole).name), column(random.pick(whole).name)];
  const risky = call('less', [call(name, operands, { overflow: 'error' }), literal(0)]);
  return call(random.pick(['and', 'or'] as const), random.boolean() ? [risky, plain] : [plain, risky]);
}

/** Lists of integers by an expression of their items: of one kind of error. */
function ofItems(random: CaseRandom, list: UserExpression, numbers: Schema): UserExpression {
  const item: UserExpression = { kind: 'item' };
  const whole = numbers.filter(f => isInteger(f.type) && f.type.id !== 'uint64');
  const other = whole.length > 0 && random.boolean() ? column(random.pick(whole).name) : literal(random.integer(-3, 3));
  switch (random.integer(0, 4)) {
    case 0:
      return call('listFilter', [list, call(random.pick(COMPARISONS), [item, other])]);
    case 1:
      return call('listSort', [list, literal(random.pick(['ascending', 'descending'])), literal(random.pick(['first', 'last']))]);
    case 2:
      return call('listMap', [list, call('case', [call('less', [item, other]), other, call('abs', [item])])]);
    case 3: {
      const written = call('concat', [literal('{"a":['), call('cast', [item], { to: { id: 'utf8' } }), literal(',{"b":"x"}]}')]);
      return call('listMap', [list, call('tryJsonDecode', [written], { to: DECODED })]);
    }
    default:
      return call('listMap', [list, call(random.pick(['add', 'multiply', 'modulo']), [item, other])]);
  }
}

const DECODED: DataType = {
  id: 'struct',
  fields: [{ name: 'a', type: { id: 'list', item: { name: 'item', type: { id: 'utf8' }, nullable: true } }, nullable: true }],
};

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca', '+05:30', 'UTC'];

/** A timestamp by the clocks of zones: there and back, or a part of it. What does not fit is `INTEGER_OVERFLOW`. */
function clocked(random: CaseRandom, time: UserExpression): UserExpression {
  const zone = literal(random.pick(ZONES));
  const moment = random.boolean()
    ? call('convertTimeZone', [time, zone])
    : call('atTimeZone', [time, zone, literal(random.pick(['earliest', 'latest', 'null'])), literal('null')]);
  switch (random.integer(0, 4)) {
    case 0:
      return call('atTimeZone', [moment, literal(null)]);
    case 1:
      return call(random.pick(['year', 'month', 'day', 'hour', 'minute', 'weekday']), [moment]);
    case 2:
      return call('truncateTime', [moment, literal(random.pick(['year', 'week', 'day', 'hour', 'minute']))]);
    case 3:
      return call('addMonths', [moment, literal(BigInt(random.integer(-40, 40)))]);
    default:
      return moment;
  }
}

const CAST_TARGETS: readonly DataType[] = [
  { id: 'int64' },
  { id: 'int32' },
  { id: 'float64' },
  { id: 'utf8' },
  { id: 'bool' },
  { id: 'uint8' },
  { id: 'timestamp', unit: 'ms', timezone: null },
  { id: 'date', unit: 'day' },
  { id: 'decimal', precision: 12, scale: 3 },
  { id: 'time', unit: 'ms' },
  { id: 'duration', unit: 's' },
];

/** An output column. Errors are possible, of one kind in the whole projection: `errors` says which, so that every engine meets the same one first. */
export function projected(random: CaseRandom, schema: Schema, errors: 'overflow' | 'cast'): UserExpression {
  const numbers = arithmeticFields(schema);
  const kind = random.integer(0, 5);
  if (kind <= 1) return predicate(random, schema, 1);
  if (kind === 2) return column(random.pick(schema).name);
  if (kind === 3 && errors === 'cast') {
    const chosen = random.pick(schema);
    const target = CAST_TARGETS.filter(to => canCast(chosen.type, to));
    if (target.length > 0) return call('cast', [column(chosen.name)], { to: random.pick(target) });
  }
  const lists = schema.filter(f => f.type.id === 'list');
  if (errors === 'overflow' && lists.length > 0) return ofItems(random, column(random.pick(lists).name), numbers);
  const times = schema.filter(f => f.type.id === 'timestamp');
  if (errors === 'overflow' && times.length > 0 && random.integer(0, 2) === 0)
    return clocked(random, column(random.pick(times).name));
  if (numbers.length === 0) return column(random.pick(schema).name);
  const [left, right] = [random.pick(numbers), random.pick(numbers)];
  // A decimal and an integer overflow with codes of their own: one kind of error in the whole projection.
  const decimal = left.type.id === 'decimal' || right.type.id === 'decimal';
  const overflow =
    errors === 'overflow' && !decimal
      ? random.pick(['error', 'error', 'wrap', 'null'] as const)
      : overflowOf(random, [left, right]);
  return call(random.pick(ARITHMETIC), [column(left.name), column(right.name)], { overflow });
}
