import test from 'ava';
import { ESLint } from 'eslint';
import { operationNameProblem } from '../eslint/operation-names.js';
import { root } from '../lib/workspace.mjs';

test('an operation is named in its own files and where its node is made, nowhere else', t => {
  const named = (file, makesNode = false) => operationNameProblem(file, 'table.filter', makesNode);
  t.is(named('core/src/contract/operations/table/filter.ts'), undefined);
  t.is(named('plugins/conformance/src/cases/index.ts'), undefined);
  t.is(named('engines/rust-napi/src/engine.ts'), undefined);
  t.is(named('core/src/dispatch/run/dispatcher.test.ts'), undefined);
  t.is(named('parquetframe/src/test/rewrite.test.ts'), undefined);
  t.is(named('core/src/frame/data-frame.ts', true), undefined);
  t.regex(named('core/src/frame/plan-text.ts'), /named outside its own files/);
  t.regex(named('core/src/dispatch/rewrite/filter.ts', true), /named outside its own files/);
  t.regex(named('plugins/process-host/src/host.ts'), /named outside its own files/);
  t.is(operationNameProblem('core/src/dispatch/a.ts', 'graph of edges', false), undefined);
});

test('the configuration applies the rule', async t => {
  const config = await new ESLint({ cwd: root }).calculateConfigForFile('core/src/dispatch/rewrite/filter.ts');
  t.is(config.rules['parquetframe/operation-names'][0], 2);
});
