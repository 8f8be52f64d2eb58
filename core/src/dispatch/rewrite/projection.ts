import type { Aggregation, JoinKey, ProjectedColumn, SortKey } from '../../operations/index.js';
import { columnsOf, type UserExpression } from '../../plan/index.js';
import { kindOf, logicalStep, withInputs, type LogicalInput, type LogicalStep } from '../logical.js';
import type { RewriteContext } from './rewrite.js';

type Names = ReadonlySet<string>;

const namesOf = (input: LogicalInput): readonly string[] => {
  const kind = kindOf(input);
  return kind.kind === 'table' ? kind.schema.map(f => f.name) : [];
};

/**
 * Projection pushdown: scans read only the columns that something above them uses. `needed` is undefined where every column counts (the result itself).
 * Shared steps keep all their columns.
 */
export function pushProjection(input: LogicalInput, needed: Names | undefined, context: RewriteContext): LogicalInput {
  if (input.kind === 'dataset') return input;
  if (!context.isShared(input)) return narrow(input, needed, context);
  const known = context.shared.get(input) ?? narrow(input, undefined, context);
  context.shared.set(input, known);
  return known;
}

function narrow(input: LogicalStep, wanted: Names | undefined, context: RewriteContext): LogicalInput {
  switch (input.definition.name) {
    case 'parquet.scan':
    case 'csv.scan':
      return narrowScan(input, wanted, context);
    case 'table.project':
      return narrowProject(input, wanted, context);
    case 'table.filter':
      return onInput(input, wanted && new Set([...wanted, ...columnsOf(input.options['predicate'] as UserExpression)]), context);
    case 'table.sort':
      return onInput(
        input,
        wanted && new Set([...wanted, ...(input.options['keys'] as readonly SortKey[]).map(k => k.column)]),
        context,
      );
    case 'table.limit':
      return onInput(input, wanted, context);
    case 'table.aggregate': {
      const columns = (input.options['aggregates'] as readonly Aggregation[]).flatMap(a =>
        typeof a.column === 'string' ? [a.column] : [],
      );
      return onInput(input, new Set([...(input.options['keys'] as readonly string[]), ...columns]), context);
    }
    case 'table.join':
      return narrowJoin(input, wanted, context);
    case 'graph.build': {
      const used = [input.options['src'], input.options['dst'], input.options['weight']].filter(
        (name): name is string => typeof name === 'string',
      );
      const [edges, vertices] = input.inputs;
      const narrowed = edges ? [pushProjection(edges, new Set(used), context)] : [];
      return withInputs(
        input,
        vertices ? [...narrowed, pushProjection(vertices, new Set([input.options['vertex'] as string]), context)] : narrowed,
      );
    }
    default:
      return withInputs(
        input,
        input.inputs.map(inner => pushProjection(inner, undefined, context)),
      );
  }
}

function onInput(step: LogicalStep, needed: Names | undefined, context: RewriteContext): LogicalInput {
  return withInputs(
    step,
    step.inputs.map(inner => pushProjection(inner, needed, context)),
  );
}

function narrowScan(scan: LogicalStep, needed: Names | undefined, context: RewriteContext): LogicalInput {
  if (!needed) return scan;
  const columns = namesOf(scan);
  // A scan of no columns would lose the row count: keep the first.
  const kept = columns.filter(name => needed.has(name));
  const narrowed = kept.length > 0 ? kept : columns.slice(0, 1);
  if (narrowed.length === columns.length) return scan;
  context.applied(`columns of ${scan.definition.name}: ${narrowed.join(', ')}`);
  return logicalStep(scan.definition, { ...scan.options, columns: narrowed }, scan.inputs, scan.origin);
}

function narrowProject(project: LogicalStep, needed: Names | undefined, context: RewriteContext): LogicalInput {
  const all = project.options['columns'] as readonly ProjectedColumn[];
  const used = needed ? all.filter(column => needed.has(column.name)) : all;
  const columns = used.length > 0 ? used : all.slice(0, 1);
  const below = new Set(columns.flatMap(column => [...columnsOf(column.expression)]));
  const inputs = project.inputs.map(inner => pushProjection(inner, below, context));
  return columns.length === all.length
    ? withInputs(project, inputs)
    : logicalStep(project.definition, { columns }, inputs, project.origin);
}

/** Both sides keep their keys; names that could change through the suffix rule keep every column of both sides. */
function narrowJoin(join: LogicalStep, needed: Names | undefined, context: RewriteContext): LogicalInput {
  const [left, right] = join.inputs;
  const renamed = join.bound.binding['rightColumns'] as unknown as readonly { column: string; name: string }[];
  if (!needed || !left || !right || renamed.some(c => c.column !== c.name)) return onInput(join, undefined, context);
  const keys = join.options['on'] as readonly JoinKey[];
  const leftNeeds = new Set([...needed, ...keys.map(k => k.left)]);
  const rightNeeds = new Set([...needed, ...keys.map(k => k.right)]);
  return withInputs(join, [pushProjection(left, leftNeeds, context), pushProjection(right, rightNeeds, context)]);
}
