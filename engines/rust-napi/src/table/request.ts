import {
  aggregationsOf,
  argumentOf,
  bindingProjection,
  bindingSchema,
  bindingStrings,
  fieldOf,
  schemaOf,
  sortKeysOf,
} from '@parquetframe/core/engine';
import type { DataType, FileReference, Json, JsonObject, Replica, Step } from '@parquetframe/core/engine';
import { literals } from './literals.js';

/** A chain of steps as the addon takes it. */
export interface PipelineShape {
  /** `parquet.scan` when the chain starts with one */
  readonly scan: Step | undefined;
  /** what follows */
  readonly steps: readonly Step[];
  readonly parameters: ReadonlyMap<number, DataType>;
  /** float totals may be added in any order */
  readonly fast: boolean;
}

/** `memory`: bytes that the rows of the result may take. */
export function pipelineRequest(
  shape: PipelineShape,
  values: readonly unknown[],
  file: Replica | undefined,
  memory: number,
): string {
  const { scan, steps, parameters } = shape;
  const limit = scan ? argumentOf(scan, 'limit', values) : undefined;
  const rest = steps.map(step => stepJson(step, values, shape.fast));
  return JSON.stringify({
    source: scan ? scanJson(scan, fileReference(file)) : { kind: 'table' },
    steps: limit === undefined || limit === null ? rest : [{ step: 'limit', count: Number(limit) }, ...rest],
    arguments: literals(parameters, values),
    ...memoryLimit(memory),
  });
}

/** Bytes that a call may take, where that is limited. */
export const memoryLimit = (memory: number): { readonly memory?: number } =>
  Number.isFinite(memory) ? { memory: Math.floor(Math.min(memory, Number.MAX_SAFE_INTEGER)) } : {};

function scanJson(scan: Step, file: FileReference): JsonObject {
  const schema = bindingSchema(scan);
  const { predicate } = scan.binding;
  const columns = bindingStrings(scan, 'columns');
  return {
    kind: 'parquet',
    file: { path: file.path, bytes: file.bytes, modified: file.modified },
    columns,
    expected: columns.map(name => fieldOf(schema, name)),
    ...(predicate === undefined ? {} : { predicate }),
  };
}

function stepJson(step: Step, values: readonly unknown[], fast: boolean): Json {
  switch (step.operation) {
    case 'table.filter':
      return { step: 'filter', predicate: step.binding['predicate'] ?? null };
    case 'table.project':
      return { step: 'project', columns: projection(step) };
    case 'table.aggregate':
      return {
        step: 'aggregate',
        keys: bindingStrings(step, 'keys'),
        aggregates: aggregationsOf(step),
        fast,
      };
    case 'table.distinct':
      return bindingStrings(step, 'subset').length === schemaOf(step).length
        ? { step: 'aggregate', keys: bindingStrings(step, 'subset'), aggregates: [], fast }
        : { step: 'groupHead', keys: bindingStrings(step, 'subset'), count: 1, plainZeros: true };
    case 'table.sort':
      return { step: 'sort', keys: sortKeysOf(step).map(({ column, descending, nulls }) => ({ column, descending, nulls })) };
    case 'table.groupHead':
      return { step: 'groupHead', keys: bindingStrings(step, 'keys'), count: Number(argumentOf(step, 'count', values)) };
    case 'table.limit':
      return {
        step: 'limit',
        count: Number(argumentOf(step, 'count', values)),
        offset: Number(argumentOf(step, 'offset', values) ?? 0),
      };
    default:
      throw new TypeError(`${step.operation} is not a pipeline step`);
  }
}

function projection(step: Step): Json {
  const schema = schemaOf(step);
  return bindingProjection(step).map(({ name, expression }) => ({
    name,
    expression,
    nullable: fieldOf(schema, name).nullable,
  }));
}

export function fileReference(replica: Replica | undefined): FileReference {
  const value = replica?.value;
  if (typeof value === 'object' && value !== null && 'path' in value) return value as FileReference;
  throw new TypeError('the input is not a file');
}
