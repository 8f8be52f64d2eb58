/** A node of the syntax tree that ESLint walks (ESTree), as far as the rules look at it. */
export interface SyntaxNode {
  readonly type: string;
  readonly parent?: SyntaxNode;
  readonly [property: string]: unknown;
}

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** A child; without the wrappers of optional chains and of TypeScript. */
export function childNode(node: SyntaxNode, property: string): SyntaxNode | undefined {
  let child = node[property];
  while (isNode(child) && WRAPPERS.has(child.type)) child = child['expression'];
  return isNode(child) ? child : undefined;
}

const WRAPPERS: ReadonlySet<string> = new Set([
  'ChainExpression',
  'TSNonNullExpression',
  'TSAsExpression',
  'TSSatisfiesExpression',
]);

/** The name of an identifier. */
export function nameOf(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'Identifier' && typeof node['name'] === 'string' ? node['name'] : undefined;
}
