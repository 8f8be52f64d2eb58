import type { Port, Step } from '@parquetframe/core/engine';

const TABLE_STEPS: ReadonlySet<string> = new Set([
  'table.filter',
  'table.project',
  'table.aggregate',
  'table.distinct',
  'table.sort',
  'table.groupHead',
  'table.window',
  'table.limit',
  'table.tail',
  'table.withRowIndex',
  'table.sample',
  'table.explode',
]);

/** Where rows come from. */
export type Origin =
  | { readonly kind: 'scan'; readonly step: Step; readonly port: number }
  | { readonly kind: 'table'; readonly port: number }
  | { readonly kind: 'join'; readonly step: Step; readonly left: Shape; readonly right: Shape }
  | { readonly kind: 'concat'; readonly step: Step; readonly inputs: readonly Shape[] };

/** A chain of steps over rows: nothing between them is materialised. */
export interface Shape {
  readonly origin: Origin;
  readonly steps: readonly Step[];
}

const ORIGINS: ReadonlySet<string> = new Set(['parquet.scan', 'table.join', 'table.concat']);

export const isPipelineStep = ({ operation }: Step): boolean => ORIGINS.has(operation) || TABLE_STEPS.has(operation);

/** What a plan of scans, joins and table steps comes to; undefined for any other. */
export function shapeOf(node: Step | Port): Shape | undefined {
  if (node.kind === 'port')
    return node.data.kind === 'table' ? { origin: { kind: 'table', port: node.index }, steps: [] } : undefined;
  const [first, second] = node.inputs;
  if (first === undefined) return undefined;
  if (node.operation === 'parquet.scan')
    return first.kind === 'port' ? { origin: { kind: 'scan', step: node, port: first.index }, steps: [] } : undefined;
  if (node.operation === 'table.join') {
    const left = shapeOf(first);
    const right = second && shapeOf(second);
    return left && right && { origin: { kind: 'join', step: node, left, right }, steps: [] };
  }
  if (node.operation === 'table.concat') {
    const inputs = node.inputs.map(shapeOf);
    return inputs.every(input => input !== undefined) ? { origin: { kind: 'concat', step: node, inputs }, steps: [] } : undefined;
  }
  const inner = TABLE_STEPS.has(node.operation) && second === undefined ? shapeOf(first) : undefined;
  return inner && { origin: inner.origin, steps: [...inner.steps, node] };
}

/** What a shape is made of. */
export function partsOf({ origin }: Shape): readonly Shape[] {
  if (origin.kind === 'join') return [origin.left, origin.right];
  return origin.kind === 'concat' ? origin.inputs : [];
}

/** All steps, those of inputs before what reads them. */
export const stepsOf = (shape: Shape): readonly Step[] => [
  ...partsOf(shape).flatMap(stepsOf),
  ...(shape.origin.kind === 'table' ? [] : [shape.origin.step]),
  ...shape.steps,
];

/** The ports of one kind, in order. */
export function portsOf(shape: Shape, kind: 'scan' | 'table'): readonly number[] {
  const { origin } = shape;
  if (origin.kind === kind) return [origin.port];
  return [...new Set(partsOf(shape).flatMap(part => portsOf(part, kind)))].sort((a, b) => a - b);
}
