import {
  SCALAR_FUNCTIONS,
  familyOf,
  parameterList,
  resolveExpression,
  type CaseRandom,
  type DataType,
  type Field,
  type MethodOperand,
  type ScalarFunction,
  type ScalarFunctionDefinition,
  type TableData,
  type UserExpression,
} from '@parquetframe/core/engine';
import { tableOfValues } from '../values.js';
import { call, column, literal, literalBeside } from './expressions.js';
import { COMMON_TYPES, OTHER_TYPES } from './schemas.js';

const listOf = (type: DataType): DataType => ({ id: 'list', item: { name: 'item', type, nullable: true } });
const INT64: DataType = { id: 'int64' };
const UTF8: DataType = { id: 'utf8' };
const LISTS = [INT64, UTF8, { id: 'float64' }, { id: 'int32' }, { id: 'bool' }].map(type => listOf(type as DataType));
const STRUCT: DataType = {
  id: 'struct',
  fields: [
    { name: 'a', type: INT64, nullable: true },
    { name: 'b', type: UTF8, nullable: true },
  ],
};
const FLAT: readonly DataType[] = [...COMMON_TYPES, ...COMMON_TYPES, ...OTHER_TYPES];
const ALL: readonly DataType[] = [...FLAT, ...LISTS, STRUCT];

/** Texts in which functions of texts find something: of a small alphabet, of other scripts, and what parsers read. */
const TEXTS: readonly string[] = [
  '',
  'a',
  'A',
  'ab',
  'aab',
  ' a b ',
  'a,b,,c',
  'Straße',
  'ﬁn',
  'İı',
  'ΑΣ',
  'e\u0301',
  '日本',
  '\u{1F600}a',
  '%_\\',
  'a\nb',
  '0',
  '-1',
  '1.50',
  '1e3',
  '6162',
  'YWI=',
  'YQ==',
  '2024-02-29',
  '1969-12-31T23:59:59.999Z',
  '29.02.24 07:05',
  '{"a":[1,{"b":"x"}],"c":null}',
  '[1, 2.5, "a"]',
];
const PATTERNS = ['a', 'a+', '(a)(b)?', '[^a-z]', '^a|b$', '.', '\\d+', '\\w*', '(?i)a', 'a{2}', '\\s', '[[:alpha:]]', ''];
const LIKES = ['a%', '%b', '_', '%', 'a_b%', '\\%%', ''];
const FORMATS = ['%Y-%m-%d', '%Y-%m-%dT%H:%M:%S.%fZ', '%d.%m.%y %H:%M', '%j', '%H', '%%', '%A, %B %d', '%I %p'];
const PATHS = ['$', '$.a', '$.a[0]', '$.a[1].b', '$.c', '$[1]', '$.missing'];
const ZONES = ['Europe/Berlin', 'America/New_York', 'UTC', '+05:30', 'Australia/Lord_Howe'];
const DECODED: readonly DataType[] = [INT64, { id: 'float64' }, UTF8, listOf(INT64), STRUCT];

/** Constant texts that make sense to a function; for all others any text does. */
const CONSTANTS: { readonly [name: string]: readonly string[] } = {
  like: LIKES,
  ilike: LIKES,
  matches: PATTERNS,
  extract: PATTERNS,
  extractAll: PATTERNS,
  countMatches: PATTERNS,
  replaceRegex: PATTERNS,
  formatTime: FORMATS,
  toDate: FORMATS,
  toTimestamp: FORMATS,
  tryToDate: FORMATS,
  tryToTimestamp: FORMATS,
  jsonExtract: PATHS,
  convertTimeZone: ZONES,
  atTimeZone: ZONES,
  structField: ['a', 'b', 'c'],
  withField: ['a', 'b', 'c'],
  toStruct: ['a', 'b'],
  formatNumber: ['', ',', '.', "'"],
};

/** What is written that way is read again. */
const READS: ReadonlySet<string> = new Set(['toDate', 'toTimestamp', 'tryToDate', 'tryToTimestamp']);
/** Of which a great operand makes texts of gigabytes, which fit or not as memory is. */
const GROWS: ReadonlySet<string> = new Set(['repeat', 'padStart', 'padEnd']);

/** Those that plans are spelled out in, which take tables of time zones as bytes. */
const INTERNAL: ReadonlySet<string> = new Set(['localTime', 'zonedTime']);

/** Scalar functions of the catalogue that users can call. */
export const CALLED_FUNCTIONS: readonly ScalarFunction[] = Object.keys(SCALAR_FUNCTIONS).filter(name => !INTERNAL.has(name));

/** An expression with a table that it is over. */
export interface RandomCall {
  readonly table: TableData;
  readonly expression: UserExpression;
}

const TRIES = 1000;

/** One call of a function on columns and constants of types that it takes. One call has one kind of error. @throws TypeError where a thousand tries find none: a kind of operand is not drawn here */
export function randomCall(random: CaseRandom, name: ScalarFunction): RandomCall {
  const definition = SCALAR_FUNCTIONS[name];
  if (!definition) throw new TypeError(`there is no function ${name}`);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const columns = new Columns(random);
    const operands = operandsOf(name, definition, columns, random);
    const to = targetOf(name, random);
    const expression = call(name, operands, to ? { to } : {});
    if (isTaken(expression, columns.fields)) return { table: columns.table(), expression };
  }
  throw new TypeError(`no operands are drawn here that ${name} takes`);
}

function isTaken(expression: UserExpression, fields: readonly Field[]): boolean {
  try {
    resolveExpression(expression, fields, parameterList());
    return true;
  } catch {
    return false;
  }
}

function targetOf(name: ScalarFunction, random: CaseRandom): DataType | undefined {
  if (name === 'cast' || name === 'tryCast') return random.pick(FLAT);
  return name === 'jsonDecode' || name === 'tryJsonDecode' ? random.pick(DECODED) : undefined;
}

/** The columns that a call is given. */
class Columns {
  readonly fields: Field[] = [];

  constructor(private readonly random: CaseRandom) {}

  /** Most operands are a new column, some one that there is already. */
  take(type: DataType): UserExpression {
    const same = this.fields.find(field => field.type === type);
    if (same && this.random.integer(0, 4) === 0) return column(same.name);
    const name = `c${this.fields.length}`;
    this.fields.push({ name, type, nullable: this.random.integer(0, 4) > 0 });
    return column(name);
  }

  table(): TableData {
    const { random } = this;
    // A table has a column, also where all operands are constants.
    if (this.fields.length === 0) this.take(INT64);
    const rows = random.integer(0, 12);
    const values = this.fields.map(({ type, nullable }) => Array.from({ length: rows }, () => cell(random, type, nullable)));
    const first = random.integer(0, rows);
    return tableOfValues(this.fields, values, first === 0 ? [rows] : [first, rows - first]);
  }
}

function cell(random: CaseRandom, type: DataType, nullable: boolean): unknown {
  const isText = familyOf(type) === 'string';
  if (!isText || random.integer(0, 2) === 0) return random.value(type, nullable);
  return nullable && random.integer(0, 5) === 0 ? null : random.pick(TEXTS);
}

function operandsOf(
  name: ScalarFunction,
  definition: ScalarFunctionDefinition,
  columns: Columns,
  random: CaseRandom,
): readonly UserExpression[] {
  const { arity, optional = 0, variadic, choices = {}, constants = [], items, method } = definition;
  const count = arity + random.integer(0, variadic ? 3 : optional);
  const kinds = method ? [method.of, ...(method.takes ?? [])] : [];
  if (READS.has(name) && random.boolean()) {
    const format = literal(random.pick(FORMATS));
    return [call('formatTime', [columns.take(random.pick(ALL.filter(family('instant')))), format]), format];
  }
  let first: DataType | undefined;
  return Array.from({ length: count }, (_, index): UserExpression => {
    const choice = choices[index];
    if (choice) return literal(random.pick(choice));
    const kind = operandKind(kinds[Math.min(index, kinds.length - 1)]);
    // The condition of a case is every other operand before the last.
    const isCondition = name === 'case' && index % 2 === 0 && index < count - 1;
    const type = isCondition
      ? ({ id: 'bool' } as const)
      : typeOf(random, kind, definition.operand?.(index), first, GROWS.has(name));
    first ??= isCondition ? undefined : type;
    // The names of the fields of a struct are every other operand.
    if (constants.includes(index) || (name === 'toStruct' && index % 2 === 0)) return constant(random, name, type);
    if (items?.body === index) return ofItem(random, first);
    if (random.integer(0, 4) > 0) return columns.take(type);
    if (random.integer(0, 9) === 0) return literal(null);
    const beside = familyOf(type) === 'string' ? literal(random.pick(TEXTS)) : literalBeside(random, type);
    return beside ?? columns.take(type);
  });
}

type Method = NonNullable<ScalarFunctionDefinition['method']>;

function operandKind(taken: NonNullable<Method['takes']>[number] | undefined): MethodOperand | undefined {
  return typeof taken === 'string' ? (taken.replace(/^constant |^\.\.\.|\?$/g, '') as MethodOperand) : undefined;
}

/** A type for an operand: as a rule one that the function is meant for. */
function typeOf(
  random: CaseRandom,
  kind: MethodOperand | undefined,
  hint: DataType | undefined,
  first: DataType | undefined,
  isSmall: boolean,
): DataType {
  if (kind === 'same' || kind === 'value' || (kind === undefined && hint === undefined))
    return first && random.integer(0, 4) > 0 ? first : random.pick(first ? FLAT : ALL);
  if (kind === 'integer' && isSmall) return { id: 'int8' };
  if (kind === undefined) return hint?.id === 'list' ? random.pick(LISTS) : (hint ?? INT64);
  const fitting = ALL.filter(type => IS_KIND[kind]?.(type) ?? true);
  return random.pick(fitting.length > 0 ? fitting : ALL);
}

const family = (...names: readonly string[]) => {
  const known = new Set(names);
  return (type: DataType): boolean => known.has(familyOf(type));
};
const IS_KIND: { readonly [kind in MethodOperand]?: (type: DataType) => boolean } = {
  number: family('numeric'),
  integer: type => /^u?int/.test(type.id),
  text: family('string'),
  bool: family('bool'),
  binary: family('binary'),
  bytes: family('string', 'binary'),
  instant: family('instant'),
  clock: family('instant', 'time'),
  timestamp: type => type.id === 'timestamp',
  duration: family('duration'),
  measure: family('numeric', 'instant', 'time', 'duration'),
  list: type => type.id === 'list',
  struct: type => type.id === 'struct',
};

function constant(random: CaseRandom, name: ScalarFunction, type: DataType): UserExpression {
  switch (familyOf(type)) {
    case 'numeric':
      return literal(BigInt(random.pick([0, 1, 2, 3, 5, 64, -1])));
    case 'binary':
      return literal(random.value({ id: 'binary' }) as Uint8Array);
    default:
      return literal(random.pick(CONSTANTS[name] ?? TEXTS));
  }
}

/** An expression of the items of a list. */
function ofItem(random: CaseRandom, list: DataType | undefined): UserExpression {
  const item: UserExpression = { kind: 'item' };
  const type = list?.id === 'list' ? list.item.type : INT64;
  const beside = literalBeside(random, type) ?? literal(null);
  return random.pick([call('isNull', [item]), call('coalesce', [item, beside]), call('lessEqual', [item, beside]), item]);
}
