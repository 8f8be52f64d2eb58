import { hasMembers } from '../errors/index.js';
import { findFunction } from '../functions/index.js';
import type { LiteralValue, UserExpression, WindowExpression } from './expression.js';

/** For people: `distance > 500 and tip is not null`. */
export function formatExpression(node: UserExpression): string {
  if (node.kind === 'column') return /^\w+$/.test(node.name) ? node.name : JSON.stringify(node.name);
  if (node.kind === 'literal') return formatLiteral(node.value);
  if (node.kind === 'param') return `$${node.name}`;
  if (node.kind === 'item') return 'item';
  if (node.kind === 'window') return windowText(node);
  const text = findFunction(node.function)?.text;
  if (!text) return `${node.function}(${node.arguments.map(formatExpression).join(', ')})`;
  return text(node.arguments.map(operandText), node.to);
}

/** Levels and operands that a short text shows, and letters. */
const SHORT = { levels: 3, operands: 4, letters: 60 } as const;

/** The text of an expression that may be of any size, cut short: for messages, and for names of columns that nobody gave one. */
export function shortText(node: UserExpression): string {
  const text = formatExpression(pruned(node, SHORT.levels)).replaceAll('…()', '…');
  return text.length <= SHORT.letters ? text : `${Array.from(text).slice(0, SHORT.letters).join('')}…`;
}

const ELSE: UserExpression = { kind: 'call', function: '…', arguments: [] };

function pruned(node: UserExpression, levels: number): UserExpression {
  if (node.kind !== 'call' && node.kind !== 'window') return node;
  if (levels === 0) return ELSE;
  const within = (each: UserExpression): UserExpression => pruned(each, levels - 1);
  if (node.kind === 'window') {
    const operands = [node.input, node.second].filter(each => each !== undefined);
    return { kind: 'call', function: node.called ?? node.function, arguments: operands.map(within) };
  }
  const shown = node.arguments.slice(0, SHORT.operands).map(within);
  return { ...node, arguments: node.arguments.length > SHORT.operands ? [...shown, ELSE] : shown };
}

function windowText({
  function: name,
  input,
  second,
  condition,
  options = {},
  partitionBy,
  orderBy,
  frame,
}: WindowExpression): string {
  const operands = [input, second].flatMap(each => (each ? [formatExpression(each)] : []));
  const given = Object.values(options).map(value => JSON.stringify(value));
  const where = condition ? ` where ${formatExpression(condition)}` : '';
  const keys = orderBy.map(
    ({ expression, descending }) => `${formatExpression(expression)}${descending === true ? ' descending' : ''}`,
  );
  const parts = [
    ...(partitionBy.length > 0 ? [`by ${partitionBy.map(formatExpression).join(', ')}`] : []),
    ...(keys.length > 0 ? [`order ${keys.join(', ')}`] : []),
    ...(frame === undefined ? [] : [frameText(frame)]),
  ];
  return `${name}(${[...operands, ...given].join(', ')})${where} over (${parts.join(' ')})`;
}

/** `rows -2 to current`. */
const frameText = (frame: unknown): string =>
  Object.entries(hasMembers(frame) ? frame : {})
    .map(([unit, ends]) => `${unit} ${Array.isArray(ends) ? ends.map(String).join(' to ') : ''}`)
    .join(' ');

/** In brackets, unless nothing could be misread. */
function operandText(operand: UserExpression): string {
  const text = formatExpression(operand);
  const closed =
    operand.kind !== 'call' ||
    operand.function === 'cast' ||
    operand.function === 'tryCast' ||
    !findFunction(operand.function)?.text;
  return closed ? text : `(${text})`;
}

const formatLiteral = (value: LiteralValue): string => {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
};
