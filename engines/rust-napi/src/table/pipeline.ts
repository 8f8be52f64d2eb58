import {
  FILE_BYTES,
  HEAP_ARROW,
  HEAP_BATCHES,
  bindingStrings,
  chainOf,
  decline,
  isStep,
  schemaOf,
  nativeCall,
} from '@parquetframe/core/engine';
import type { DataType, Decline, Fragment, Kernel, Step } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';
import { estimatePipeline } from './estimate.js';
import { parametersOf } from './literals.js';
import { nativeTable, tableResult } from './replicas.js';
import { pipelineRequest } from './request.js';
import type { PipelineShape } from './request.js';
import { streamResult } from './stream.js';

const TABLE_STEPS: ReadonlySet<string> = new Set([
  'table.filter',
  'table.project',
  'table.aggregate',
  'table.distinct',
  'table.sort',
  'table.groupHead',
  'table.limit',
]);
/** What needs every row before it gives one. */
const BLOCKING: ReadonlySet<string> = new Set(['table.aggregate', 'table.distinct', 'table.sort', 'table.groupHead']);

export const isPipelineStep = ({ operation }: Step): boolean => operation === 'parquet.scan' || TABLE_STEPS.has(operation);

/** Of equal rows the first stays; where all columns are compared they differ in nothing. */
export function declineKeep(fragment: Fragment): Decline | undefined {
  const last = chainOf(fragment)?.find(keepsLast);
  return (
    last &&
    decline(
      'UNSUPPORTED_OPTION',
      'this engine keeps the first of equal rows only',
      'leave out `keep`, or install an engine that has it',
    )
  );
}

const keepsLast = (step: Step): boolean =>
  step.operation === 'table.distinct' &&
  step.binding['keep'] === 'last' &&
  bindingStrings(step, 'subset').length !== schemaOf(step).length;

/** A chain of scan, filter, project, aggregate, distinct, sort, first rows of groups and limit as one kernel: nothing between the steps is materialised. Undefined for anything else. */
export function bindPipeline(fragment: Fragment, rust: RustContext): Kernel | undefined {
  const chain = chainOf(fragment);
  const [first, ...others] = chain ?? [];
  if (!first || !isPipelineStep(first) || !others.every(step => TABLE_STEPS.has(step.operation))) return undefined;
  if (first.inputs.length !== 1 || first.inputs.some(isStep)) return undefined;
  const scan = first.operation === 'parquet.scan' ? first : undefined;
  const steps = scan ? others : [first, ...others];
  const shape: PipelineShape = { scan, steps, parameters: parameters(fragment), fast: fragment.determinism === 'fast' };
  const schema = schemaOf(fragment.root);
  return {
    inputs: [[scan ? FILE_BYTES : rust.table]],
    outputs: isStreamable(steps) ? [rust.table, HEAP_ARROW, HEAP_BATCHES] : [rust.table, HEAP_ARROW],
    estimate: statistics => estimatePipeline(shape, statistics),
    run: async call => {
      const [input] = call.inputs;
      const table = scan ? undefined : nativeTable(input);
      const request = pipelineRequest(shape, call.arguments, input, call.memory);
      if (call.want.layout === 'batches') {
        const stream = await nativeCall(() => rust.addon.openStream(request, table, call.threads, call.cancelled));
        return streamResult(stream, schema, call);
      }
      const result = await nativeCall(() =>
        rust.addon.runPipeline(request, table, call.threads, call.cancelled, fraction => call.progress(fraction)),
      );
      return tableResult(result, schema, call.want, rust);
    },
  };
}

function parameters(fragment: Fragment): ReadonlyMap<number, DataType> {
  const types = new Map<number, DataType>();
  for (const step of chainOf(fragment) ?? []) parametersOf(step, types);
  return types;
}

/** What can be given out batch by batch. */
const isStreamable = (steps: readonly Step[]): boolean => steps.every(({ operation }) => !BLOCKING.has(operation));
