import test from 'ava';
import { tableFromRows, type Kind, type OperationOptions, type TableData } from '@parquetframe/core/engine';
import { bindOperation, builtIn } from './bind.js';
import { bindPlan } from './grow/plan.js';
import { testedOperations } from './operation-cases.js';

const table: TableData = tableFromRows([{ name: 'a', type: { id: 'int64' }, nullable: true }], [{ a: 1n }]);
const kind: Kind = { kind: 'table', schema: table.schema };
const aggregate = (name: string): OperationOptions => ({ keys: [], aggregates: [{ name: 'n', function: name, column: 'a' }] });

/** What a step of a grown plan is bound at. */
function grown(options: OperationOptions): number | undefined {
  const tested = testedOperations([]).get('table.aggregate');
  const given = { kind: 'table', table } as const;
  const leaf = { node: 'leaf', input: given, given } as const;
  return tested && bindPlan({ node: 'step', tested, options, inputs: [leaf], output: kind }, 'exact').fragment.root.revision;
}

test('engines are asked for the revision that a step needs, as dispatch asks, not for the newest', t => {
  const newest = builtIn('table.aggregate').revision;
  t.true(newest > 1);
  const bound = (name: string): number =>
    bindOperation('table.aggregate', aggregate(name), [kind], 'exact').fragment.root.revision;
  t.is(bound('count'), 1);
  t.is(bound('countDistinct'), 2);
  t.is(grown(aggregate('count')), 1);
  t.is(grown(aggregate('countDistinct')), 2);
});
