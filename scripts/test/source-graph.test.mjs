import test from 'ava';
import { sourceGraph } from '../lib/source-graph.mjs';

/** Sources in memory: two operations, what they share, and an engine that hands out parts of them. */
const SOURCES = {
  'lib/index.ts':
    "export * from './tools.js';\nexport { sortKeys } from './operations/sort.js';\nexport { kernels } from './built-in.js';\n",
  'lib/tools.ts': 'export const tool = 1;\nexport type Tool = number;\n',
  'lib/unused.ts': 'export const nobody = 1;\n',
  'lib/built-in.ts':
    "// Written by scripts/generate-indexes.mjs from the files in this folder.\nimport { sort } from './operations/sort.js';\nimport { limit } from './operations/limit.js';\nexport const kernels = { sort, limit };\n",
  'lib/operations/sort.ts': "import { order } from '../order.js';\nexport const sortKeys = 1;\nexport const sort = order;\n",
  'lib/operations/limit.ts': "import {\n  tool as counted,\n  type Tool,\n} from 'lib';\nexport const limit = counted;\n",
  'lib/order.ts': 'export const order = 1;\n',
  'lib/checks.ts': "import { kernels, tool } from 'lib';\nexport const check = [kernels, tool];\n",
};
const ROOTS = new Map([
  ['sort', ['lib/operations/sort.ts']],
  ['limit', ['lib/operations/limit.ts']],
]);
const graphOf = (changed = {}) => {
  const sources = { ...SOURCES, ...changed };
  return sourceGraph({
    files: Object.keys(sources),
    entries: { lib: 'lib/index.ts' },
    roots: ROOTS,
    read: file => sources[file],
  });
};

test('files of one operation are those that nothing else imports', t => {
  const graph = graphOf();
  t.deepEqual(graph.of('sort'), ['lib/operations/sort.ts', 'lib/order.ts']);
  t.deepEqual(graph.of('limit'), ['lib/operations/limit.ts']);
  t.deepEqual(graph.shared, ['lib/checks.ts', 'lib/index.ts', 'lib/tools.ts', 'lib/unused.ts']);
});

test('who asks an index for something of an operation depends on its file', t => {
  const limit = "import { sortKeys } from 'lib';\nexport const limit = sortKeys;\n";
  t.deepEqual(graphOf({ 'lib/operations/limit.ts': limit }).of('limit'), [
    'lib/operations/limit.ts',
    'lib/operations/sort.ts',
    'lib/order.ts',
  ]);
});

test('what a file of no operation imports concerns all of them', t => {
  const graph = graphOf({ 'lib/checks.ts': "import { order } from './order.js';\nexport const check = order;\n" });
  t.deepEqual(graph.of('sort'), ['lib/operations/sort.ts']);
  t.true(graph.shared.includes('lib/order.ts'));
  const whole = graphOf({ 'lib/checks.ts': "import { sort } from './operations/sort.js';\nexport const check = sort;\n" });
  t.deepEqual(whole.of('sort'), []);
});

test('where names are not told apart, everything that is passed on counts', t => {
  for (const text of [
    "import * as all from 'lib';\n",
    "const all = await import('./order.js');\n",
    "new Worker(new URL('./order.js', import.meta.url));\n",
  ]) {
    const graph = graphOf({ 'lib/checks.ts': `${text}export const check = all;\n` });
    t.true(graph.shared.includes('lib/order.ts'), text);
  }
});
