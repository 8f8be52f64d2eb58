import { formatType, type Schema } from '../contract/data/index.js';
import type { ColumnEdit, PlanInput, PlanNode, UserExpression } from '../contract/plan/index.js';
import { formatExpression } from './expression-text.js';

/** A frame for people: its plan from the result down to its sources, and the schema where it is known. */
export function formatFrame(plan: PlanInput, schema: Schema | undefined): string {
  const columns = schema === undefined ? 'schema not read yet' : schema.map(f => `${f.name}: ${formatType(f.type)}`).join(', ');
  return [`DataFrame (lazy) [${columns}]`, ...planLines(plan, '  ')].join('\n');
}

/** A part that is used more than once is spelled out once. */
function planLines(root: PlanInput, first: string): string[] {
  const lines: string[] = [];
  const shown = new Set<PlanInput>();
  const stack = [{ input: root, indent: first }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { input, indent } = next;
    if (input.kind === 'dataset') {
      lines.push(`${indent}${input.dataset.label}`);
      continue;
    }
    const text = optionsText(input);
    const line = `${indent}${input.operation}${text === '' ? '' : ` ${text}`}${input.engine === undefined ? '' : ` on ${input.engine}`}`;
    lines.push(shown.has(input) ? `${line} (as above)` : line);
    if (shown.has(input)) continue;
    shown.add(input);
    const deeper = input.inputs.length > 1 ? `${indent}  ` : indent;
    for (const inner of input.inputs.toReversed()) stack.push({ input: inner, indent: deeper });
  }
  return lines;
}

interface Named {
  readonly name: string;
  readonly expression: UserExpression;
}
interface Aggregated {
  readonly name: string;
  readonly function: string;
  readonly column: string | null;
}
interface Sorted {
  readonly column: string;
  readonly descending: boolean;
}
interface Pair {
  readonly left: string;
  readonly right: string;
}

const named = ({ name, expression }: Named): string =>
  expression.kind === 'column' && expression.name === name ? name : `${name} = ${formatExpression(expression)}`;

function optionsText({ operation, options }: PlanNode): string {
  switch (operation) {
    case 'table.filter':
      return formatExpression(options['predicate'] as UserExpression);
    case 'table.project':
      return options['edit'] === undefined
        ? (options['columns'] as readonly Named[]).map(named).join(', ')
        : editText(options['edit'] as ColumnEdit);
    case 'table.aggregate': {
      const aggregates = (options['aggregates'] as readonly Aggregated[]).map(
        a => `${a.name} = ${a.function}(${a.column ?? ''})`,
      );
      return `${aggregates.join(', ')} by ${(options['keys'] as readonly string[]).join(', ') || 'nothing'}`;
    }
    case 'table.sort':
      return (options['keys'] as readonly Sorted[]).map(key => `${key.column}${key.descending ? ' descending' : ''}`).join(', ');
    case 'table.join': {
      const pairs = (options['on'] as readonly Pair[]).map(({ left, right }) => (left === right ? left : `${left} = ${right}`));
      return `${typeof options['how'] === 'string' ? options['how'] : 'inner'} on ${pairs.join(', ')}`;
    }
    default:
      return Object.entries(options)
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => `${name}=${valueText(value)}`)
        .join(' ');
  }
}

function editText(edit: ColumnEdit): string {
  switch (edit.kind) {
    case 'set':
      return `all columns, ${edit.columns.map(named).join(', ')}`;
    case 'rename':
      return Object.entries(edit.names)
        .map(([from, to]) => `${from} as ${to}`)
        .join(', ');
    case 'drop':
      return `all columns but ${edit.columns.join(', ')}`;
  }
}

const valueText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
