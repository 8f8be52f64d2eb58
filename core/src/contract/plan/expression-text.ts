import type { LiteralValue, ScalarFunction, UserExpression } from './expression.js';

const SYMBOLS: { readonly [name in ScalarFunction]?: string } = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  floorDivide: '//',
  modulo: '%',
  equal: '=',
  notEqual: '!=',
  less: '<',
  lessEqual: '<=',
  greater: '>',
  greaterEqual: '>=',
  and: 'and',
  or: 'or',
};

/** For people: `distance > 500 and tip is not null`. */
export function formatExpression(node: UserExpression): string {
  if (node.kind === 'column') return /^\w+$/.test(node.name) ? node.name : JSON.stringify(node.name);
  if (node.kind === 'literal') return formatLiteral(node.value);
  const [left, right] = node.arguments.map(inner => {
    const text = formatExpression(inner);
    return inner.kind === 'call' && inner.function !== 'cast' ? `(${text})` : text;
  });
  const symbol = SYMBOLS[node.function];
  if (symbol !== undefined) return `${left ?? ''} ${symbol} ${right ?? ''}`;
  switch (node.function) {
    case 'isNull':
      return `${left ?? ''} is null`;
    case 'isNotNull':
      return `${left ?? ''} is not null`;
    case 'not':
      return `not ${left ?? ''}`;
    case 'negate':
      return `-${left ?? ''}`;
    default:
      return `cast(${left ?? ''} as ${node.to?.id ?? '?'})`;
  }
}

const formatLiteral = (value: LiteralValue): string => {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
};
