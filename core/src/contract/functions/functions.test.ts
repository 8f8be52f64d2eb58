import test from 'ava';
import type { DataType, Schema } from '../data/index.js';
import { isParquetFrameError } from '../errors/index.js';
import { parameterList, resolveExpression, type UserExpression } from '../plan/index.js';
import { tableProject } from '../operations/table/project.js';
import { addFunctions, defineFunction } from './plugin-function.js';
import { signature } from './signature.js';
import { BUILT_IN_FUNCTIONS, SCALAR_FUNCTIONS, functionOf } from './registry.js';

const column = (name: string): UserExpression => ({ kind: 'column', name });
const literal = (value: bigint | number | string): UserExpression => ({ kind: 'literal', value });
const call = (name: string, operands: readonly UserExpression[], overflow?: 'wrap' | 'null'): UserExpression => ({
  kind: 'call',
  function: name,
  arguments: operands,
  ...(overflow ? { overflow } : {}),
});
const decimal = (precision: number, scale: number): DataType => ({ id: 'decimal', precision, scale });
const SCHEMA: Schema = [
  { name: 'p', type: decimal(10, 2), nullable: false },
  { name: 'q', type: decimal(38, 20), nullable: true },
  { name: 'i', type: { id: 'int64' }, nullable: false },
  { name: 'f', type: { id: 'float32' }, nullable: true },
  { name: 's', type: { id: 'utf8' }, nullable: false },
  { name: 'd', type: { id: 'duration', unit: 's' }, nullable: false },
  { name: 't', type: { id: 'timestamp', unit: 'ms', timezone: 'UTC' }, nullable: false },
  { name: 'n', type: { id: 'null' }, nullable: true },
  { name: 'b', type: { id: 'bool' }, nullable: false },
  { name: 'z', type: { id: 'timestamp', unit: 'ms', timezone: 'Europe/Berlin' }, nullable: false },
  { name: 'w', type: decimal(38, 0), nullable: false },
];
const typeOf = (expression: UserExpression): DataType => resolveExpression(expression, SCHEMA, parameterList()).type;
const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'none';
  } catch (error) {
    return isParquetFrameError(error) ? error.code : String(error);
  }
};

test('every function states its arity, types and meaning', t => {
  for (const [name, definition] of Object.entries(BUILT_IN_FUNCTIONS)) {
    t.true(definition.arity > 0, name);
    for (const text of [definition.accepts, definition.summary, definition.type]) t.true(text.length > 0, name);
  }
});

test('a method takes as many operands as its function, and its constants are constants', t => {
  for (const [name, { method, arity, optional = 0, variadic = false, constants = [], choices = {} }] of Object.entries(
    BUILT_IN_FUNCTIONS,
  )) {
    if (!method) continue;
    const takes = method.takes ?? [];
    const words = takes.map(operand => (typeof operand === 'string' ? operand : ''));
    const [many, fewer] = [words.filter(word => word.startsWith('...')), words.filter(word => word.endsWith('?'))];
    t.is(many.length > 0, variadic, name);
    t.is(fewer.filter(word => !many.includes(word)).length, optional, name);
    t.is(1 + words.length - fewer.length, arity, name);
    t.deepEqual(
      takes.flatMap((operand, index) => (typeof operand === 'string' ? [] : [[index + 1, operand.oneOf]])),
      Object.entries(choices).map(([index, accepted]) => [Number(index), accepted]),
      name,
    );
    t.deepEqual(
      words.flatMap((word, index) => (word.startsWith('constant') ? [index + 1] : [])),
      [...constants],
      name,
    );
  }
});

test('signatures give arity, types and words', t => {
  const pad = signature({ of: 'text', takes: ['integer', 'constant text?'], gives: 'utf8' });
  t.is(pad.arity, 2);
  t.is(pad.optional, 1);
  t.deepEqual(pad.constants, [2]);
  t.is(pad.accepts, 'a text, an integer and a text if given');
  const text: DataType = { id: 'largeUtf8' };
  const integer: DataType = { id: 'uint8' };
  t.deepEqual(pad.result([text, integer], undefined), text);
  t.is(pad.result([text, text], undefined), undefined);
  t.deepEqual(pad.operand(1), { id: 'int64' });
  const join = signature({ of: 'text', takes: ['...text'], gives: 'unchanged' });
  t.is(join.arity, 2);
  t.true(join.variadic);
  t.deepEqual(join.result([text, text, text, text], undefined), text);
  t.is(join.result([text, text, integer], undefined), undefined);
});

test('counts of arguments are told, and what must be constant', t => {
  addFunctions([
    defineFunction('words.pad', {
      ...signature({ of: 'text', takes: ['integer', 'constant text?'], gives: 'utf8' }),
      summary: 'padded',
      type: 'utf8',
      evaluate: text => text,
    }),
  ]);
  const three = literal(3n);
  t.deepEqual(typeOf(call('words.pad', [column('s'), three])), { id: 'utf8' });
  t.deepEqual(typeOf(call('words.pad', [column('s'), column('n'), literal('-')])), { id: 'utf8' });
  t.deepEqual(typeOf(call('words.pad', [column('n'), column('i')])), { id: 'utf8' });
  const message = (operands: readonly UserExpression[]) => t.throws(() => typeOf(call('words.pad', operands))).message;
  t.is(message([column('s')]), 'words.pad takes 2 or 3 arguments, received 1');
  t.is(message([column('s'), three, literal('-'), three]), 'words.pad takes 2 or 3 arguments, received 4');
  t.is(
    message([column('s'), three, column('s')]),
    'words.pad: operand 3 must be a literal or a parameter, the same in every row; received s',
  );
  t.regex(message([column('s'), literal('x')]), /accepts a text, an integer and a text if given, received utf8 and utf8/);
});

const types: readonly (readonly [string, readonly string[], DataType])[] = [
  ['add', ['p', 'p'], decimal(11, 2)],
  ['add', ['p', 'i'], decimal(22, 2)],
  ['add', ['q', 'q'], decimal(38, 20)],
  ['add', ['p', 'f'], { id: 'float64' }],
  ['multiply', ['p', 'q'], decimal(38, 22)],
  ['divide', ['p', 'p'], { id: 'float64' }],
  ['floorDivide', ['p', 'p'], decimal(11, 0)],
  ['modulo', ['p', 'i'], decimal(21, 2)],
  ['negate', ['p'], decimal(10, 2)],
  ['abs', ['i'], { id: 'int64' }],
  ['upper', ['s'], { id: 'utf8' }],
  ['subtract', ['t', 't'], { id: 'duration', unit: 'ms' }],
  ['add', ['t', 'd'], { id: 'timestamp', unit: 'ms', timezone: 'UTC' }],
  ['multiply', ['d', 'i'], { id: 'duration', unit: 's' }],
  ['add', ['n', 'i'], { id: 'int64' }],
  ['add', ['p', 'n'], decimal(11, 2)],
  ['add', ['n', 't'], { id: 'timestamp', unit: 'ms', timezone: 'UTC' }],
  ['subtract', ['n', 't'], { id: 'duration', unit: 'ms' }],
  ['multiply', ['n', 'd'], { id: 'duration', unit: 's' }],
  ['divide', ['n', 'n'], { id: 'float64' }],
  ['equal', ['n', 's'], { id: 'bool' }],
  ['and', ['n', 'b'], { id: 'bool' }],
  ['not', ['n'], { id: 'bool' }],
  ['upper', ['n'], { id: 'utf8' }],
  ['floor', ['p'], decimal(9, 0)],
  ['floor', ['i'], { id: 'int64' }],
  ['round', ['f'], { id: 'float64' }],
  ['sign', ['q'], decimal(1, 0)],
  ['year', ['t'], { id: 'int64' }],
  ['year', ['n'], { id: 'int64' }],
  ['date', ['t'], { id: 'date', unit: 'day' }],
  ['addMonths', ['t', 'i'], { id: 'timestamp', unit: 'ms', timezone: 'UTC' }],
  ['coalesce', ['i', 'p'], decimal(21, 2)],
  ['coalesce', ['n', 'f'], { id: 'float32' }],
  ['coalesce', ['i', 'f'], { id: 'float64' }],
  ['coalesce', ['n'], { id: 'null' }],
  ['case', ['b', 's', 's'], { id: 'utf8' }],
  ['case', ['b', 'n', 'b', 'i', 'n'], { id: 'int64' }],
  ['clip', ['f', 'f', 'f'], { id: 'float32' }],
  ['isIn', ['i', 'f', 'p'], { id: 'bool' }],
];
for (const [name, operands, expected] of types) {
  test(`${name} of ${operands.join(' and ')} is ${JSON.stringify(expected)}`, t => {
    t.deepEqual(typeOf(call(name, operands.map(column))), expected);
  });
}

const refused: readonly (readonly [string, readonly string[]])[] = [
  // 40 digits after the point
  ['multiply', ['q', 'q']],
  ['add', ['t', 't']],
  ['subtract', ['d', 't']],
  ['add', ['i', 'd']],
  ['divide', ['d', 'd']],
  ['upper', ['i']],
  ['abs', ['s']],
  ['equal', ['p', 's']],
  // A timestamp or a duration.
  ['subtract', ['t', 'n']],
  ['add', ['n', 's']],
  ['and', ['n', 'i']],
  ['year', ['i']],
  ['coalesce', ['i', 's']],
  ['coalesce', ['q', 'w']],
  ['case', ['b', 's', 'b', 's']],
  ['case', ['i', 's', 's']],
  ['clip', ['s', 's', 's']],
  ['bitAnd', ['i', 'f']],
  ['isIn', ['i', 's']],
];
for (const [name, operands] of refused) {
  test(`${name} refuses ${operands.join(' and ')}`, t => {
    t.is(
      codeOf(() => typeOf(call(name, operands.map(column)))),
      'TYPE_MISMATCH',
    );
  });
}

test('a null literal takes the type that goes with the other side', t => {
  const none: UserExpression = { kind: 'literal', value: null };
  const parameters = parameterList();
  const product = resolveExpression(call('multiply', [column('d'), none]), SCHEMA, parameters);
  t.deepEqual(product.type, { id: 'duration', unit: 's' });
  t.deepEqual([parameters.values, parameters.types], [[null], [{ id: 'int64' }]]);
  t.deepEqual(typeOf(call('add', [none, column('t')])), { id: 'timestamp', unit: 'ms', timezone: 'UTC' });
  t.deepEqual(typeOf(call('add', [column('n'), none])), { id: 'int64' });
});

test('decimals do not wrap around', t => {
  t.is(
    codeOf(() => typeOf(call('add', [column('p'), literal(1n)], 'wrap'))),
    'INVALID_ARGUMENT',
  );
});

test('an unknown function is named, also one with the name of an object member', t => {
  for (const name of ['powr', 'constructor', '__proto__', 'toString'])
    t.is(
      codeOf(() => typeOf(call(name, [column('i')]))),
      'INVALID_ARGUMENT',
      name,
    );
});

test('a result is nullable where an operand is, where a literal stands and where the function says so', t => {
  const nullable = (expression: UserExpression): boolean => {
    const bound = tableProject.bind(
      { columns: [{ name: 'y', expression }] },
      [{ kind: 'table', schema: SCHEMA }],
      parameterList(),
    );
    return bound.output.kind === 'table' && bound.output.schema[0]?.nullable === true;
  };
  t.false(nullable(call('add', [column('p'), column('i')])));
  t.false(nullable(call('isNull', [column('q')])));
  t.false(nullable(call('upper', [column('s')])));
  t.true(nullable(call('add', [column('p'), column('q')])));
  t.true(nullable(call('add', [column('i'), literal(1n)])));
  t.true(nullable(call('add', [column('i'), column('i')], 'null')));
  t.true(nullable(call('floorDivide', [column('i'), column('i')])));
});

const twice = defineFunction('unit.twice', {
  arity: 1,
  variadic: true,
  accepts: 'numbers',
  result: () => ({ id: 'float64' }),
  summary: 'Twice.',
  type: 'float64',
  evaluate: value => 2 * Number(value),
});

test('functions of plugins are known from then on, and may take any number of operands', t => {
  addFunctions([twice]);
  t.teardown(() => Reflect.deleteProperty(SCALAR_FUNCTIONS, 'unit.twice'));
  t.is(functionOf('unit.twice'), twice.definition);
  t.deepEqual(typeOf(call('unit.twice', [column('i'), column('p'), column('f')])), { id: 'float64' });
  t.is(
    codeOf(() => typeOf(call('unit.twice', []))),
    'INVALID_ARGUMENT',
  );
  addFunctions([twice]);
  t.is(
    codeOf(() => addFunctions([{ ...twice, definition: { ...twice.definition } }])),
    'INVALID_ARGUMENT',
  );
});

test('names and definitions of functions are checked', t => {
  const { definition } = twice;
  for (const name of ['twice', 'Unit.twice', 'unit.', 'add', '__proto__.x'])
    t.is(
      codeOf(() => defineFunction(name, definition)),
      'INVALID_ARGUMENT',
      name,
    );
  const broken: unknown[] = [
    { ...definition, arity: 1.5 },
    { ...definition, result: undefined },
    { ...definition, evaluate: 1 },
  ];
  for (const one of broken)
    t.is(
      codeOf(() => Reflect.apply(defineFunction, undefined, ['unit.broken', one])),
      'INVALID_ARGUMENT',
    );
});

test('literals that must be alike take the type of the operands beside them, where they are values of it', t => {
  const typeWith = (name: string, operands: readonly UserExpression[]): unknown => {
    const parameters = parameterList();
    const { type } = resolveExpression(call(name, operands), SCHEMA, parameters);
    return [type, parameters.values];
  };
  t.deepEqual(typeWith('coalesce', [column('f'), literal(1)]), [{ id: 'float32' }, [1]]);
  t.deepEqual(typeWith('coalesce', [literal(19.99), column('p')]), [decimal(10, 2), [1999n]]);
  t.deepEqual(typeWith('coalesce', [column('t'), literal('2024-01-01')]), [
    { id: 'timestamp', unit: 'ms', timezone: 'UTC' },
    [1_704_067_200_000n],
  ]);
  t.deepEqual(typeWith('case', [column('b'), literal('x'), { kind: 'literal', value: null }]), [{ id: 'utf8' }, ['x', null]]);
  t.deepEqual(typeWith('case', [column('b'), literal(1), literal(0.5)]), [{ id: 'float64' }, [1n, 0.5]]);
});

test('units are literals, and there are only so many', t => {
  const units: readonly (readonly [string, readonly UserExpression[]])[] = [
    ['truncateTime', [column('t'), literal('fortnight')]],
    ['truncateTime', [column('t'), column('s')]],
    ['epoch', [column('t'), literal('day')]],
    ['until', [column('t'), column('t'), literal(1n)]],
  ];
  for (const [name, operands] of units)
    t.is(
      codeOf(() => typeOf(call(name, operands))),
      'INVALID_ARGUMENT',
      name,
    );
  t.deepEqual(typeOf(call('until', [column('t'), literal('2024-01-01'), literal('month')])), { id: 'int64' });
});

test('the type of a field follows from its name, which is written out', t => {
  const schema: Schema = [
    { name: 'x', type: { id: 'struct', fields: [{ name: 'a', type: { id: 'utf8' }, nullable: true }] }, nullable: true },
  ];
  const typeFor = (name: UserExpression): DataType =>
    resolveExpression(call('structField', [column('x'), name]), schema, parameterList()).type;
  t.deepEqual(typeFor(literal('a')), { id: 'utf8' });
  for (const name of [literal('b'), literal(1), { kind: 'param', name: 'p', type: { id: 'utf8' } } as const])
    t.is(
      codeOf(() => typeFor(name)),
      'TYPE_MISMATCH',
    );
});

test('a literal beside a list stands beside its items', t => {
  const typeWith = (item: DataType, value: bigint | number | string | null): unknown => {
    const schema: Schema = [
      { name: 'l', type: { id: 'list', item: { name: 'item', type: item, nullable: true } }, nullable: true },
    ];
    const parameters = parameterList();
    resolveExpression(call('listContains', [column('l'), { kind: 'literal', value }]), schema, parameters);
    return parameters.types;
  };
  t.deepEqual(typeWith({ id: 'int64' }, 1), [{ id: 'int64' }]);
  t.deepEqual(typeWith({ id: 'int64' }, 1.5), [{ id: 'float64' }]);
  t.deepEqual(typeWith({ id: 'float32' }, 1), [{ id: 'float64' }]);
  t.deepEqual(typeWith(decimal(10, 2), '19.9'), [decimal(38, 2)]);
  t.deepEqual(typeWith({ id: 'utf8' }, null), [{ id: 'utf8' }]);
  t.is(
    codeOf(() => typeWith({ id: 'int64' }, 'a')),
    'TYPE_MISMATCH',
  );
});

test('zones whose clocks change are spelled out in functions of clocks without one', t => {
  const resolved = resolveExpression(call('year', [column('z')]), SCHEMA, parameterList());
  t.like(resolved, { function: 'year', type: { id: 'int64' } });
  if (resolved.kind === 'call') t.like(resolved.arguments[0], { function: 'localTime', type: { timezone: null } });
  t.like(resolveExpression(call('truncateTime', [column('z'), literal('day')]), SCHEMA, parameterList()), {
    function: 'zonedTime',
    type: { timezone: 'Europe/Berlin' },
  });
  // UTC needs no table.
  t.like(resolveExpression(call('year', [column('t')]), SCHEMA, parameterList()), { arguments: [{ kind: 'column' }] });
});

test('zones that there are not are named, with those that are like them', t => {
  const schema: Schema = [{ name: 'x', type: { id: 'timestamp', unit: 'ms', timezone: 'Europe/Berln' }, nullable: true }];
  const message = (run: () => unknown): string => t.throws(run).message;
  t.regex(
    message(() => resolveExpression(call('year', [column('x')]), schema, parameterList())),
    /^year: there is no time zone "Europe\/Berln"; did you mean "Europe\/Berlin"\?/,
  );
  t.regex(
    message(() => typeOf(call('convertTimeZone', [column('t'), literal('America/NewYork')]))),
    /^convertTimeZone: there is no time zone "America\/NewYork"; did you mean "America\/New_York"\?/,
  );
});

test('an item is known within its list only', t => {
  t.is(
    codeOf(() => typeOf({ kind: 'item' })),
    'INVALID_ARGUMENT',
  );
});
