import test from 'ava';
import { ESLint } from 'eslint';
import { importProblem } from '../eslint/import-direction.js';
import { at, root } from '../lib/workspace.mjs';

const problem = (file, specifier) => importProblem(root, file, specifier);

test('inside core a layer may import itself and lower layers', t => {
  t.is(problem('core/src/contract/plan/step.ts', '../data/schema.js'), undefined);
  t.is(problem('core/src/contract/plan/step.ts', './expression.js'), undefined);
  t.is(problem('core/src/runtime.ts', './frame/frame.js'), undefined);
  t.is(problem('core/src/frame/frame.ts', '../graph/graph-frame.js'), undefined);
});

test('inside core an import upwards is refused', t => {
  t.regex(problem('core/src/contract/data/schema.ts', '../plan/step.js'), /data must not import contract\/plan/);
  t.regex(problem('core/src/contract/errors/error.ts', '../data/schema.js'), /errors must not import contract\/data/);
  t.regex(problem('core/src/dispatch/plan/search.ts', '../../frame/frame.js'), /dispatch must not import frame/);
  t.regex(problem('core/src/contract/engine/contract.ts', '../../runtime.js'), /engine must not import runtime/);
  t.regex(problem('core/src/novelty/a.ts', '../contract/data/schema.js'), /novelty has no layer/);
});

test('a unit test of core may look upwards', t => {
  t.is(problem('core/src/contract/data/schema.test.ts', '../../runtime.js'), undefined);
});

test('core imports no engine, not even in its tests', t => {
  t.regex(problem('core/src/registry/load.ts', '@parquetframe/engine-ts-reference'), /no other package/);
  t.regex(problem('core/test/e2e.test.ts', '@parquetframe/engine-ts-reference'), /no other package/);
  t.regex(problem('core/src/registry/load.ts', '../../../engines/ts-reference/src/index.js'), /leaves the package core/);
});

test('an engine imports the contract only', t => {
  const file = 'engines/ts-reference/src/kernels/graph/bfs.ts';
  t.is(problem(file, '@parquetframe/core/engine'), undefined);
  t.is(problem(file, 'hyparquet'), undefined);
  t.regex(problem(file, '@parquetframe/core'), /may import @parquetframe\/core\/engine/);
  t.regex(problem(file, '@parquetframe/core/dist/data/index.js'), /reaches into another package/);
  t.regex(problem(file, '@parquetframe/engine-worker-pool'), /may import/);
  t.is(problem('engines/worker-pool/src/engine.ts', '@parquetframe/engine-ts-reference/kernels'), undefined);
  t.is(problem('engines/rust-napi/test/conformance.test.ts', '@parquetframe/conformance/ava'), undefined);
});

test('the rule is switched on: eslint fails on a bad import', async t => {
  const eslint = new ESLint({
    cwd: root,
    // The code is not on disk, so rules that need its types are left out.
    overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
    ruleFilter: ({ ruleId }) => ruleId === 'parquetframe/import-direction',
  });
  const lint = async code =>
    (await eslint.lintText(code, { filePath: at('core', 'src', 'contract', 'data', 'bad-import.ts') }))[0].messages;
  const bad = [
    "import { a } from '../plan/a.js';",
    "export * from '../../runtime.js';",
    "await import('../../dispatch/a.js');",
    "type A = import('../../frame/a.js').A;",
  ];
  for (const code of bad) {
    const messages = await lint(code);
    t.deepEqual(
      messages.map(message => message.ruleId),
      ['parquetframe/import-direction'],
      code,
    );
  }
  t.deepEqual(await lint("import { a } from './a.js';"), []);
});
