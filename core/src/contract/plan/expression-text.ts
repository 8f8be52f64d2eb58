import { findFunction } from '../functions/index.js';
import type { LiteralValue, UserExpression } from './expression.js';

/** For people: `distance > 500 and tip is not null`. */
export function formatExpression(node: UserExpression): string {
  if (node.kind === 'column') return /^\w+$/.test(node.name) ? node.name : JSON.stringify(node.name);
  if (node.kind === 'literal') return formatLiteral(node.value);
  if (node.kind === 'param') return `$${node.name}`;
  const text = findFunction(node.function)?.text;
  if (!text) return `${node.function}(${node.arguments.map(formatExpression).join(', ')})`;
  return text(node.arguments.map(operandText), node.to);
}

/** In brackets, unless nothing could be misread. */
function operandText(operand: UserExpression): string {
  const text = formatExpression(operand);
  const closed = operand.kind !== 'call' || operand.function === 'cast' || !findFunction(operand.function)?.text;
  return closed ? text : `(${text})`;
}

const formatLiteral = (value: LiteralValue): string => {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
};
