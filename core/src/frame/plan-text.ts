import { formatType, type Schema } from '../contract/data/index.js';
import { hasMembers } from '../contract/errors/index.js';
import { formatExpression, type PlanInput, type PlanNode, type UserExpression } from '../contract/plan/index.js';

/** What an operation says of its options in one line; undefined when it says nothing. */
export type Describe = (node: PlanNode) => string | undefined;

/** A frame for people: its plan from the result down to its sources, and the schema where it is known. */
export function formatFrame(plan: PlanInput, schema: Schema | undefined, describe: Describe): string {
  const columns = schema === undefined ? 'schema not read yet' : schema.map(f => `${f.name}: ${formatType(f.type)}`).join(', ');
  return [`DataFrame (lazy) [${columns}]`, ...planLines(plan, '  ', describe)].join('\n');
}

/** A part that is used more than once is spelled out once. */
function planLines(root: PlanInput, first: string, describe: Describe): string[] {
  const lines: string[] = [];
  const shown = new Set<PlanInput>();
  const stack = [{ input: root, indent: first }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { input, indent } = next;
    if (input.kind === 'dataset') {
      lines.push(`${indent}${input.dataset.label}`);
      continue;
    }
    const text = describe(input) ?? listed(input.options);
    const line = `${indent}${input.operation}${text === '' ? '' : ` ${text}`}${input.engine === undefined ? '' : ` on ${input.engine}`}`;
    lines.push(shown.has(input) ? `${line} (as above)` : line);
    if (shown.has(input)) continue;
    shown.add(input);
    const deeper = input.inputs.length > 1 ? `${indent}  ` : indent;
    for (const inner of input.inputs.toReversed()) stack.push({ input: inner, indent: deeper });
  }
  return lines;
}

/** Names and values of the options that were given, for operations that do not describe themselves. */
const listed = (options: PlanNode['options']): string =>
  Object.entries(options)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${valueText(value)}`)
    .join(' ');

const valueText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'bigint') return String(inner);
    return isExpression(inner) ? formatExpression(inner) : inner;
  });

const EXPRESSIONS: readonly unknown[] = ['column', 'literal', 'parameter', 'call', 'window'];
const isExpression = (value: unknown): value is UserExpression => hasMembers(value) && EXPRESSIONS.includes(value['kind']);
