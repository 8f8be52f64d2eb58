import { childNode, isNode, nameOf, type SyntaxNode } from './syntax.js';

/** What ESLint hands to a rule, as far as this one needs it. */
export interface RuleContext {
  report(problem: {
    readonly node: SyntaxNode;
    readonly messageId: string;
    readonly data: { readonly [name: string]: string };
  }): void;
}

/** Methods whose result is a condition. */
const CONDITIONS: ReadonlySet<string> = new Set([
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  'isIn',
  'isNull',
  'isNotNull',
  'and',
  'or',
  'not',
]);

/** Verbs that call back with a row of columns. */
const VERBS: ReadonlySet<string> = new Set(['filter', 'withColumns', 'agg']);

/** What to write instead. */
const INSTEAD: { readonly [operator: string]: string } = { '&&': 'a.and(b)', '||': 'a.or(b)', '!': 'a.not()' };

/**
 * Finds `&&`, `||`, `??`, `!`, `?:` and `if` on conditions of ParquetFrame. A condition is an object, which is always true, so each of these loses one; of `||` that
 * cannot be noticed when it runs, for the second condition is never made.
 */
export const noOperatorsOnExpressions = {
  meta: {
    type: 'problem',
    docs: { description: 'no &&, ||, ! or if on conditions of ParquetFrame, which are always true to JavaScript' },
    schema: [],
    messages: {
      operator: 'A condition of ParquetFrame is always true to JavaScript, so {{operator}} loses one; write {{instead}}.',
    },
  },
  create(context: RuleContext): { readonly [selector: string]: (node: SyntaxNode) => void } {
    const report = (node: SyntaxNode, operator: string): void =>
      context.report({
        node,
        messageId: 'operator',
        data: { operator, instead: INSTEAD[operator] ?? 'a.and(b), a.or(b) or a.not()' },
      });
    const test =
      (operator: string) =>
      (node: SyntaxNode): void => {
        if (isCondition(childNode(node, 'test'))) report(node, operator);
      };
    return {
      LogicalExpression(node) {
        const sides = [childNode(node, 'left'), childNode(node, 'right')];
        if (sides.some(isCondition)) report(node, typeof node['operator'] === 'string' ? node['operator'] : '&&');
      },
      UnaryExpression(node) {
        if (node['operator'] === '!' && isCondition(childNode(node, 'argument'))) report(node, '!');
      },
      ConditionalExpression: test('?:'),
      IfStatement: test('if'),
      WhileStatement: test('while'),
    };
  },
};

/** A call of a method that makes conditions, on a column of a callback's row or on `col(…)`, however long the chain. */
function isCondition(node: SyntaxNode | undefined): boolean {
  const callee = node?.type === 'CallExpression' ? childNode(node, 'callee') : undefined;
  if (callee?.type !== 'MemberExpression') return false;
  const method = nameOf(childNode(callee, 'property'));
  return method !== undefined && CONDITIONS.has(method) && isExpression(childNode(callee, 'object'));
}

/** Follows a chain of members and calls down to where it starts. */
function isExpression(node: SyntaxNode | undefined): boolean {
  let current = node;
  while (current) {
    if (current.type === 'MemberExpression') current = childNode(current, 'object');
    else if (current.type === 'CallExpression') {
      const callee = childNode(current, 'callee');
      if (callee?.type === 'Identifier') return ['col', 'lit', 'fn'].includes(nameOf(callee) ?? '');
      current = callee;
    } else return current.type === 'Identifier' && isRow(current);
  }
  return false;
}

/** Whether a name is the row, or a column taken out of it, of a callback that a verb is called with. */
function isRow(identifier: SyntaxNode): boolean {
  const name = nameOf(identifier);
  for (let scope = identifier.parent; scope; scope = scope.parent) {
    if (scope.type !== 'ArrowFunctionExpression' && scope.type !== 'FunctionExpression') continue;
    const parameters = scope['params'];
    const [first] = Array.isArray(parameters) ? (parameters as readonly unknown[]) : [];
    if (isNode(first) && bindsName(first, name)) return isCallbackOfVerb(scope);
  }
  return false;
}

/** `row`, or `{ distance, delay: late }`. */
function bindsName(parameter: SyntaxNode, name: string | undefined): boolean {
  if (parameter.type === 'Identifier') return nameOf(parameter) === name;
  const properties = parameter.type === 'ObjectPattern' ? parameter['properties'] : [];
  return (
    Array.isArray(properties) && properties.some(property => isNode(property) && nameOf(childNode(property, 'value')) === name)
  );
}

function isCallbackOfVerb(callback: SyntaxNode): boolean {
  const call = callback.parent;
  const callee = call?.type === 'CallExpression' ? childNode(call, 'callee') : undefined;
  const verb = callee?.type === 'MemberExpression' ? nameOf(childNode(callee, 'property')) : undefined;
  return verb !== undefined && VERBS.has(verb);
}
