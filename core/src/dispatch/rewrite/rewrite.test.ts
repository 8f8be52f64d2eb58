import test from 'ava';
import type { Dataset, Kind, Schema } from '../../contract/data/index.js';
import {
  Catalogue,
  columnNames,
  integerOption,
  stringsOption,
  type OperationDefinition,
  type PlanTraits,
} from '../../contract/operations/index.js';
import type { UserExpression } from '../../contract/plan/index.js';
import { kindOf, logicalStep, type LogicalInput, type LogicalStep } from '../resolve/logical.js';
import { rewrite } from './rewrite.js';

const SCHEMA: Schema = [
  { name: 'a', type: { id: 'int64' }, nullable: true },
  { name: 'b', type: { id: 'float64' }, nullable: true },
  { name: 'c', type: { id: 'utf8' }, nullable: true },
];
const catalogue = new Catalogue();
const origin = { callSite: undefined, engine: undefined, determinism: 'exact' } as const;
const source = (schema = SCHEMA): LogicalInput => {
  const data: Kind = { kind: 'table', schema };
  const dataset: Dataset = {
    id: 1,
    label: 'table',
    kind: data,
    sizes: {},
    replicas: [],
    recipe: undefined,
    building: undefined,
    leases: 0,
    used: 0,
    disposed: false,
  };
  return { kind: 'dataset', dataset, data };
};
const step = (definition: OperationDefinition | string, options: object, ...inputs: LogicalInput[]): LogicalStep =>
  logicalStep(typeof definition === 'string' ? catalogue.get(definition) : definition, { ...options }, inputs, origin);
const call = (name: 'greater' | 'and' | 'isNull' | 'equal' | 'add', ...args: UserExpression[]): UserExpression => ({
  kind: 'call',
  function: name,
  arguments: args,
});
const col = (name: string): UserExpression => ({ kind: 'column', name });
const lit = (value: number): UserExpression => ({ kind: 'literal', value });
const over = (name: string, limit = 1): UserExpression => call('greater', col(name), lit(limit));

/** A plan from the result to its sources, one name a step; of several inputs each in brackets. */
const shape = (input: LogicalInput): string => {
  if (input.kind === 'dataset') return 'table';
  const inner = input.inputs.map(shape);
  return `${input.definition.name} ${inner.length > 1 ? inner.map(text => `(${text})`).join(' ') : inner.join('')}`;
};

/** An operation of a plugin that gives its input with a column more. */
const plugin = (plan: PlanTraits): OperationDefinition => ({
  name: 'example.numbered',
  revision: 1,
  summary: '',
  meaning: '',
  source: '',
  inputs: ['table'],
  options: {
    columns: stringsOption({ placement: 'binding', description: '', default: ['n', 'm'] }),
    most: integerOption({ placement: 'argument', description: '', nullable: true }, 0),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind: ({ columns }, [input]) => ({
    binding: {},
    arguments: {},
    output: {
      kind: 'table',
      schema: [
        ...(input?.kind === 'table' ? input.schema : []),
        ...(columns as string[]).map(name => ({ name, type: { id: 'int64' } as const, nullable: false })),
      ],
    },
  }),
  sizes: ([table]) => table ?? {},
  work: () => 1,
  plan,
});

test('a filter moves below the operation of a plugin that says so, the parts that may', t => {
  const numbered = plugin({
    filterMoves: ({ inputs: [input] }, part) =>
      JSON.stringify(part).includes('"n"')
        ? undefined
        : (t.true(columnNames(input).includes('a')), { inputs: [part], rows: 'same' }),
  });
  const predicate = call('and', over('a'), over('n'));
  const { root, rules } = rewrite(step('table.filter', { predicate }, step(numbered, {}, source())));
  t.is(shape(root), 'table.filter example.numbered table.filter table');
  t.deepEqual(rules, ['table.filter below example.numbered']);
  t.deepEqual((root as LogicalStep).options['predicate'], over('n'));
  const whole = rewrite(step('table.filter', { predicate: over('a') }, step(numbered, {}, source())));
  t.is(shape(whole.root), 'example.numbered table.filter table');
  t.is(
    shape(rewrite(step('table.filter', { predicate }, step(plugin({}), {}, source()))).root),
    'table.filter example.numbered table',
  );
});

test('what can fail is not moved to where it would see more rows', t => {
  const predicate = call('and', over('b'), call('greater', call('add', col('a'), col('a')), lit(1)));
  for (const rows of ['same', 'more'] as const) {
    const numbered = plugin({ filterMoves: (_step, part) => ({ inputs: [part], rows }) });
    const { root } = rewrite(step('table.filter', { predicate }, step(numbered, {}, source())));
    t.is(shape(root), `${rows === 'same' ? '' : 'table.filter '}example.numbered table.filter table`);
  }
});

test('a limit moves below, into or before the operation of a plugin, as it says', t => {
  const limited = (plan: PlanTraits, offset = 2) =>
    rewrite(step('table.limit', { count: 5, offset }, step(plugin(plan), {}, source()))).root as LogicalStep;
  t.is(shape(limited({})), 'table.limit example.numbered table');
  t.is(shape(limited({ limitMoves: 'below' })), 'example.numbered table.limit table');
  const into = limited({ limitMoves: { option: 'most' } });
  t.is(shape(into), 'table.limit example.numbered table');
  t.is((into.inputs[0] as LogicalStep).options['most'], 7);
  t.is(shape(limited({ limitMoves: { option: 'most' } }, 0)), 'example.numbered table');
  const each = limited({ limitMoves: 'each' });
  t.is(shape(each), 'table.limit example.numbered table.limit table');
  t.like((each.inputs[0] as LogicalStep).inputs[0], { options: { count: 7, offset: 0 } });
});

test('the operation of a plugin reads and gives only what is used, as it says', t => {
  const project = (definition: OperationDefinition) =>
    rewrite(
      step(
        'table.project',
        { columns: [{ name: 'm', expression: col('m') }] },
        step(
          definition,
          {},
          step('table.project', { columns: ['a', 'b', 'c'].map(name => ({ name, expression: col(name) })) }, source()),
        ),
      ),
    ).root as LogicalStep;
  const namesBelow = (root: LogicalStep) =>
    [root.inputs[0], (root.inputs[0] as LogicalStep).inputs[0]].map(i => i && columnNames(kindOf(i)));
  t.deepEqual(namesBelow(project(plugin({}))), [
    ['a', 'b', 'c', 'n', 'm'],
    ['a', 'b', 'c'],
  ]);
  const says = plugin({
    reads: () => [new Set(['b'])],
    narrow: ({ options }, wanted) => ({ ...options, columns: ['n', 'm'].filter(name => wanted.has(name)) }),
  });
  t.deepEqual(namesBelow(project(says)), [['b', 'm'], ['b']]);
});

test('filters and limits move through the built-in verbs', t => {
  const right: Schema = [
    { name: 'a', type: { id: 'int64' }, nullable: true },
    { name: 'd', type: { id: 'float64' }, nullable: true },
  ];
  const join = step('table.join', { on: [{ left: 'a', right: 'a' }] }, source(), source(right));
  const filtered = rewrite(step('table.filter', { predicate: call('and', over('b'), over('d')) }, join));
  t.is(shape(filtered.root), 'table.join (table.filter table) (table.filter table)');
  t.deepEqual(filtered.rules, ['table.filter below table.join']);
  const grouped = step(
    'table.aggregate',
    { keys: ['c'], aggregates: [{ name: 'n', function: 'count', column: null }] },
    source(),
  );
  const byKey = step('table.filter', { predicate: call('and', over('n'), call('isNull', col('c'))) }, grouped);
  t.is(shape(rewrite(byKey).root), 'table.filter table.aggregate table.filter table');
  const twice = step('table.filter', { predicate: over('b') }, step('table.filter', { predicate: over('a') }, source()));
  t.is(shape(rewrite(twice).root), 'table.filter table');
  const limits = step('table.limit', { count: 3 }, step('table.limit', { count: 9, offset: 1 }, source()));
  t.like(rewrite(limits).root, { options: { count: 3, offset: 1 } });
});

test('the catalogue describes nodes in words, also those of plugins', t => {
  const own = new Catalogue([plugin({ describe: ({ columns }) => `columns ${(columns as string[]).join('+')}` })]);
  t.is(own.describe('example.numbered', { columns: ['x', 'y'] }), 'columns x+y');
  t.is(own.describe('table.filter', { predicate: over('a') }), 'a > 1');
  t.is(own.describe('table.limit', { count: 1 }), undefined);
  t.is(own.describe('no.such', {}), undefined);
});
