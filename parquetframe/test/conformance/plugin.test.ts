/** Operations of plugins: certified against the reference kernel that the plugin brings; options newer than a claim are kept from the engine. */
import test from 'ava';
import { certify, columnValues, tableOf, type OperationCase, type OperationCases } from '@parquetframe/conformance';
import {
  CONTRACT_VERSION,
  HEAP_ARROW,
  argumentOf,
  heldReplica,
  kernelEngine,
  liftArguments,
  type EngineModule,
  type Kernel,
  type OperationDefinition,
  type Plugin,
  type Step,
  type TableData,
} from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';

/** Numbers doubled; since revision 2 also tripled. */
const definition: OperationDefinition = {
  name: 'test.scale',
  revision: 2,
  summary: 'Numbers scaled.',
  meaning: 'x times two, or times three with `triple`.',
  source: 'definition',
  inputs: ['table'],
  options: {
    triple: {
      placement: 'argument',
      since: 2,
      description: 'Times three.',
      accepts: 'true or false',
      default: false,
      check: value => typeof value === 'boolean',
    },
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, [input], parameters) {
    return { binding: {}, arguments: liftArguments(this, options, parameters), output: input ?? { kind: 'record' } };
  },
  sizes: ([table]) => table ?? {},
  work: ([table]) => table?.['rows'] ?? 1,
};

const scaleKernel = (step: Step, knowsTriple: boolean): Kernel => ({
  inputs: [[HEAP_ARROW]],
  outputs: [HEAP_ARROW],
  run({ inputs: [input], arguments: values }) {
    const factor = knowsTriple && argumentOf(step, 'triple', values) === true ? 3 : 2;
    const numbers = columnValues(input?.value as TableData, 'x').map(x => (x === null ? null : Number(x) * factor));
    return { replica: heldReplica(HEAP_ARROW, tableOf({ x: ['float64', numbers] }), undefined) };
  },
});

const schema = [{ name: 'x', type: { id: 'float64' as const }, nullable: true }];
const cases: OperationCases = {
  literals: [
    {
      name: 'doubled',
      inputs: [{ kind: 'table', table: tableOf({ x: ['float64', [1, null]] }) }],
      options: {},
      expect: { table: tableOf({ x: ['float64', [2, null]] }) },
    },
    {
      name: 'tripled',
      inputs: [{ kind: 'table', table: tableOf({ x: ['float64', [1]] }) }],
      options: { triple: true },
      expect: { table: tableOf({ x: ['float64', [3]] }) },
    },
  ],
  generate: random => ({
    inputs: [{ kind: 'table', table: random.table(schema) }],
    options: random.boolean() ? { triple: true } : {},
  }),
};
const plugin: Plugin = { name: 'scale', operations: [{ definition, reference: step => scaleKernel(step, true), cases }] };

const engine = (revision: number, knowsTriple: boolean): EngineModule => ({
  contract: CONTRACT_VERSION,
  manifest: { id: 'scaler', version: '1.0.0', native: false, operations: { 'test.scale': { revision, class: 'exact' } } },
  source: { url: import.meta.url, options: null },
  probe: () => Promise.resolve({ available: true, version: '1.0.0' }),
  open: context => Promise.resolve(kernelEngine(context, { kernels: { 'test.scale': step => scaleKernel(step, knowsTriple) } })),
});
const options = { reference: tsReference(), plugins: [plugin], cases: 30, seed: 3 };

test('an engine is certified for the operation of a plugin', async t => {
  const report = await certify(engine(2, true), options);
  t.true(report.passed, JSON.stringify(report.checks, null, 1));
  t.deepEqual(report.certified, ['test.scale']);
});

test('an older engine that claims the older revision is not asked for the newer option', async t => {
  const report = await certify(engine(1, false), options);
  t.true(report.passed, JSON.stringify(report.checks, null, 1));
  t.is(report.certificate?.operations['test.scale']?.revision, 1);
});

test('an engine that claims the newer revision and ignores its option is found', async t => {
  const report = await certify(engine(2, false), options);
  t.deepEqual(report.certified, []);
  t.true(report.checks.some(({ check, outcome }) => check === 'literals' && outcome === 'failed'));
});

test('without the plugin its operation cannot be tested, and that is said', async t => {
  const report = await certify(engine(2, true), { reference: tsReference(), cases: 10 });
  t.false(report.passed);
  t.regex(report.checks.find(({ check }) => check === 'manifest')?.message ?? '', /give the plugin that brings it/);
});

test('a case may state that options are refused, and with which code', async t => {
  const input = { kind: 'table', table: tableOf({ x: ['float64', [1]] }) } as const;
  const meet = async (given: OperationCase): Promise<string> => {
    const refusing = { ...cases, literals: [...cases.literals, given] };
    const report = await certify(engine(2, true), {
      ...options,
      checks: ['errors', 'literals', 'laws', 'binding'],
      plugins: [{ name: 'scale', operations: [{ definition, reference: step => scaleKernel(step, true), cases: refusing }] }],
    });
    return report.checks
      .flatMap(({ check, outcome, message }) => (outcome === 'failed' ? `${check}: ${message ?? ''}` : []))
      .join('\n');
  };
  const text = { name: 'text', inputs: [input], options: { triple: 'yes' } };
  t.is(await meet({ ...text, expect: { error: 'INVALID_ARGUMENT' } }), '');
  t.regex(
    await meet({ ...text, expect: { error: 'COLUMN_NOT_FOUND' } }),
    /errors: text: refused with INVALID_ARGUMENT, expected COLUMN_NOT_FOUND/,
  );
  t.regex(
    await meet({ ...text, options: { triple: true }, expect: { error: 'INVALID_ARGUMENT' } }),
    /errors: text: .*expected the error INVALID_ARGUMENT/,
  );
});
