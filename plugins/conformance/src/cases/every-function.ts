import {
  SCALAR_FUNCTIONS,
  familyOf,
  formatType,
  parameterList,
  resolveExpression,
  type DataType,
  type OperationCase,
  type ScalarFunction,
  type ScalarFunctionDefinition,
  type TableData,
  type UserExpression,
} from '@parquetframe/core/engine';
import { tableOf } from '../values.js';
import { call, column, literal } from './expressions.js';

/** With a field of the name that stands for every constant text. */
const STRUCT: DataType = { id: 'struct', fields: [{ name: '7', type: { id: 'int64' }, nullable: true }] };
const NUMBERS: DataType = { id: 'list', item: { name: 'item', type: { id: 'int64' }, nullable: true } };

/** A column of each kind that a scalar function may take; numbers that no arithmetic on two of them overflows. */
const COLUMNS: { readonly [name: string]: DataType } = {
  x: { id: 'int64' },
  f: { id: 'float64' },
  s: { id: 'utf8' },
  p: { id: 'bool' },
  t: { id: 'timestamp', unit: 'us', timezone: null },
  b: { id: 'binary' },
  l: { id: 'list', item: { name: 'item', type: { id: 'utf8' }, nullable: true } },
  n: NUMBERS,
  r: STRUCT,
};

export const FUNCTION_TABLE: TableData = tableOf({
  x: ['int64', [7n, -7n, 0n, null, 3n]],
  f: ['float64', [0.5, -2, null, 3, 4]],
  s: ['utf8', ['7', '', 'ä', null, 'b']],
  p: ['bool', [true, false, null, true, false]],
  t: [{ id: 'timestamp', unit: 'us', timezone: null }, [0n, -1n, 1n, null, 86_400_000_000n]],
  b: ['binary', [Uint8Array.of(), Uint8Array.of(0x61), null, Uint8Array.of(0xc3, 0xa4), Uint8Array.of(0x30)]],
  l: [{ id: 'list', item: { name: 'item', type: { id: 'utf8' }, nullable: true } }, [[], ['a', null], null, ['ä', ''], ['b']]],
  r: [STRUCT, [{ 7: 1n }, { 7: null }, null, { 7: -1n }, { 7: 7n }]],
  n: [NUMBERS, [[], [7n, null], null, [-7n, 7n, -7n], [3n]]],
});
const TARGETS: readonly DataType[] = [{ id: 'utf8' }, { id: 'float64' }, { id: 'int64' }];

/** A constant text, and others for functions that do not take every text: a format of times. */
const TEXT = '7';
const OTHER_TEXTS = ['%Y-%m-%d', '$.a', 'Europe/Berlin'];
/** The table of a zone whose clock never changes. */
const BYTES = new Uint8Array(16);

function withFittingText(
  name: ScalarFunction,
  { check }: ScalarFunctionDefinition,
  operands: readonly UserExpression[],
): UserExpression | undefined {
  for (const text of [TEXT, ...OTHER_TEXTS]) {
    const given = operands.map(each => (each.kind === 'literal' && each.value === TEXT ? literal(text) : each));
    if (check?.(given.map(each => (each.kind === 'literal' ? each.value : undefined))) === undefined) return call(name, given);
  }
  throw new TypeError(`no constant here is one that ${name} takes`);
}

/** A column of that type, or else of that kind. */
function columnOf(type: DataType | undefined): string | undefined {
  const names = Object.keys(COLUMNS);
  const same = names.find(name => type && COLUMNS[name] && formatType(COLUMNS[name]) === formatType(type));
  return same ?? names.find(name => COLUMNS[name]?.id === type?.id);
}

/** A call of a function on columns that it takes; undefined for one that takes none of these. */
function callOf(name: ScalarFunction): UserExpression | undefined {
  const definition = SCALAR_FUNCTIONS[name];
  if (!definition) return undefined;
  const { arity, beside, constants = [], choices = {} } = definition;
  // Of each a call that fails on no row.
  if (definition.items) return call(name, [column('n'), call('isNotNull', [{ kind: 'item' }])]);
  if (name === 'jsonDecode') return call(name, [literal(TEXT)], { to: { id: 'int64' } });
  if (name === 'withField') return call(name, [column('r'), literal(TEXT), column('x')]);
  if (name === 'toStruct') return call(name, [literal(TEXT), column('x')]);
  const operand = definition.operand ?? (beside && ((index: number) => (index === 0 ? NUMBERS : beside(NUMBERS))));
  if (operand) {
    const operands = Array.from({ length: arity }, (_, index): UserExpression | undefined => {
      const type = operand(index);
      const id = type?.id;
      const found = columnOf(type);
      const choice = choices[index]?.[0];
      if (choice !== undefined) return literal(choice);
      return constants.includes(index)
        ? literal(id === 'utf8' ? TEXT : id === 'binary' ? BYTES : 2n)
        : found === undefined
          ? undefined
          : column(found);
    });
    const known = operands.filter(each => each !== undefined);
    return known.length === arity ? withFittingText(name, definition, known) : undefined;
  }
  for (const [column1, type] of Object.entries(COLUMNS)) {
    const columns = Array.from({ length: arity }, () => column1);
    for (const to of [undefined, ...TARGETS]) {
      if (
        !definition.result(
          columns.map(() => type),
          to,
        )
      )
        continue;
      return call(name, columns.map(column), to ? { to } : {});
    }
  }
  return undefined;
}

/** The type of a call on these columns. */
const typeOf = (expression: UserExpression): DataType =>
  resolveExpression(expression, FUNCTION_TABLE.schema, parameterList()).type;

const names = Object.keys(SCALAR_FUNCTIONS) as readonly ScalarFunction[];

/** One expression per scalar function there is, so that none is left to chance. */
export const everyFunction = (): readonly { readonly name: string; readonly expression: UserExpression }[] =>
  names.flatMap(name => {
    const expression = callOf(name);
    return expression ? [{ name, expression }] : [];
  });

/** One predicate per scalar function: the call where it is a bool, else whether it equals itself; of lists, whether it is there. */
export const everyPredicate = (inputs: OperationCase['inputs']): readonly OperationCase[] =>
  everyFunction().map(({ name, expression }) => ({
    name: `the function ${name}`,
    inputs,
    options: { predicate: predicateOf(expression) },
  }));

function predicateOf(expression: UserExpression): UserExpression {
  const type = typeOf(expression);
  if (type.id === 'bool') return expression;
  return familyOf(type) === 'nested' ? call('isNotNull', [expression]) : call('equal', [expression, expression]);
}

export const everyProjection = (inputs: OperationCase['inputs']): readonly OperationCase[] =>
  everyFunction().map(({ name, expression }) => ({
    name: `the function ${name}`,
    inputs,
    options: {
      columns: [
        { name: 'y', expression },
        { name: 'constant', expression: literal(1) },
      ],
    },
  }));
