import {
  joinedColumnsOf,
  joinKeysOf,
  type Aggregation,
  type ProjectedColumn,
  type SortKey,
} from '../../contract/operations/index.js';
import { columnsOf, inputsFirst, type UserExpression } from '../../contract/plan/index.js';
import { kindOf, logicalStep, stepInputs, withInputs, type LogicalInput, type LogicalStep } from '../resolve/logical.js';
import type { RewriteContext } from './rewrite.js';

type Names = ReadonlySet<string>;

const namesOf = (input: LogicalInput): readonly string[] => {
  const kind = kindOf(input);
  return kind.kind === 'table' ? kind.schema.map(f => f.name) : [];
};

/**
 * Projection pushdown: scans read only the columns that something above them uses. From the result down it is found out what every step must give (undefined:
 * all its columns, as for the result itself and for shared steps); then the steps are made anew over their narrowed inputs.
 */
export function pushProjection(root: LogicalInput, context: RewriteContext): LogicalInput {
  const order = inputsFirst(root, stepInputs);
  const needed = new Map<LogicalInput, Names | undefined>();
  for (const input of order.toReversed()) {
    if (input.kind === 'dataset') continue;
    if (context.isShared(input)) needed.delete(input);
    const needs = needsOf(input, needed.get(input));
    input.inputs.forEach((inner, index) => needed.set(inner, needs[index]));
  }
  const narrowed = new Map<LogicalInput, LogicalInput>();
  for (const input of order) {
    if (input.kind === 'dataset') continue;
    const inputs = input.inputs.map(inner => narrowed.get(inner) ?? inner);
    narrowed.set(input, narrow(input, inputs, needed.get(input), context));
  }
  return narrowed.get(root) ?? root;
}

/** The columns that a step reads of each of its inputs, when `wanted` are read of its result. */
function needsOf(step: LogicalStep, wanted: Names | undefined): readonly (Names | undefined)[] {
  const { options } = step;
  switch (step.definition.name) {
    case 'table.project':
      return [new Set(usedColumns(step, wanted).flatMap(column => [...columnsOf(column.expression)]))];
    case 'table.filter':
      return [wanted && new Set([...wanted, ...columnsOf(options['predicate'] as UserExpression)])];
    case 'table.sort':
      return [wanted && new Set([...wanted, ...(options['keys'] as readonly SortKey[]).map(k => k.column)])];
    case 'table.limit':
      return [wanted];
    case 'table.aggregate': {
      const columns = (options['aggregates'] as readonly Aggregation[]).flatMap(a => a.column ?? []);
      return [new Set([...(options['keys'] as readonly string[]), ...columns])];
    }
    case 'table.join':
      return joinNeeds(step, wanted);
    case 'graph.build': {
      const used = [options['src'], options['dst'], options['weight']].filter(name => typeof name === 'string');
      return [new Set(used), new Set([options['vertex'] as string])];
    }
    default:
      return [];
  }
}

/** Both sides keep their keys; names that could change through the suffix rule keep every column of both sides. */
function joinNeeds(join: LogicalStep, wanted: Names | undefined): readonly (Names | undefined)[] {
  if (!wanted || joinedColumnsOf(join.bound).some(c => c.column !== c.name)) return [];
  const keys = joinKeysOf(join.bound);
  return [new Set([...wanted, ...keys.map(k => k.left)]), new Set([...wanted, ...keys.map(k => k.right)])];
}

/** The step over its narrowed inputs, with those of its own columns that are needed. */
function narrow(
  step: LogicalStep,
  inputs: readonly LogicalInput[],
  wanted: Names | undefined,
  context: RewriteContext,
): LogicalStep {
  switch (step.definition.name) {
    case 'parquet.scan':
    case 'csv.scan':
      return narrowScan(step, wanted, context);
    case 'table.project': {
      const columns = usedColumns(step, wanted);
      return columns.length === projectedColumns(step).length
        ? withInputs(step, inputs)
        : logicalStep(step.definition, { columns }, inputs, step.origin);
    }
    default:
      return withInputs(step, inputs);
  }
}

function narrowScan(scan: LogicalStep, needed: Names | undefined, context: RewriteContext): LogicalStep {
  if (!needed) return scan;
  const columns = namesOf(scan);
  const kept = atLeastOne(columns, name => needed.has(name));
  if (kept.length === columns.length) return scan;
  context.applied(`columns of ${scan.definition.name}: ${kept.join(', ')}`);
  return logicalStep(scan.definition, { ...scan.options, columns: kept }, scan.inputs, scan.origin);
}

const projectedColumns = (project: LogicalStep) => project.options['columns'] as readonly ProjectedColumn[];
const usedColumns = (project: LogicalStep, wanted: Names | undefined): readonly ProjectedColumn[] =>
  atLeastOne(projectedColumns(project), column => wanted?.has(column.name) ?? true);

/** A table of no columns would lose the row count: the first stays. */
function atLeastOne<T>(columns: readonly T[], isNeeded: (column: T) => boolean): readonly T[] {
  const needed = columns.filter(isNeeded);
  return needed.length > 0 ? needed : columns.slice(0, 1);
}
