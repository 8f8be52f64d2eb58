/**
 * ESLint rule: an operation is named in its own files, and where a node of it is made.
 *
 * What planning needs to know of an operation is in its definition (`plan`), so that operations of plugins get the same service. A literal
 * such as `'table.filter'` anywhere else in core, the package or a plugin is a rule that only built-in operations would get.
 */
import path from 'node:path';

const OPERATION = /^(parquet|csv|table|graph)\.[a-z][A-Za-z0-9]*$/;

/** Where every literal is fine: definitions, and the cases that go with them. Engines are not checked: they say which operations they run. */
const HOME = [/^core\/src\/contract\/operations\//, /^plugins\/conformance\//];
/** Where an operation may be named as the first argument of a call, which makes the node. */
const MAKERS = [/^core\/src\/(frame|graph)\//, /^core\/src\/runtime\.ts$/];
const CHECKED = /^(core|parquetframe|plugins\/[^/]+)\/src\//;

const isTest = file => /\.test(\.data)?\.ts$/.test(file) || /(^|\/)test\//.test(file);

/**
 * @param {string} file path relative to the root
 * @param {string} text the literal
 * @param {boolean} makesNode whether it is the first argument of a call
 * @returns {string | undefined} what is wrong, or undefined
 */
export function operationNameProblem(file, text, makesNode) {
  const from = file.split(path.sep).join('/');
  if (!OPERATION.test(text) || !CHECKED.test(from) || isTest(from) || HOME.some(home => home.test(from))) return undefined;
  if (makesNode && MAKERS.some(maker => maker.test(from))) return undefined;
  return `the operation "${text}" is named outside its own files; say what is needed in its definition (\`plan\`), so that every operation can`;
}

/** @type {import('eslint').Rule.RuleModule} */
export const operationNames = {
  meta: { type: 'problem', schema: [], messages: { name: '{{problem}}' } },
  create(context) {
    const file = path.relative(context.cwd, context.filename);
    const check = (node, text) => {
      const makesNode = node.parent.type === 'CallExpression' && node.parent.arguments[0] === node;
      const problem = operationNameProblem(file, text, makesNode);
      if (problem !== undefined) context.report({ node, messageId: 'name', data: { problem } });
    };
    return {
      Literal: node => {
        if (typeof node.value === 'string') check(node, node.value);
      },
      TemplateElement: node => check(node, node.value.cooked ?? ''),
    };
  },
};
