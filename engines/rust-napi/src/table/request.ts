import {
  aggregationsOf,
  argumentOf,
  bindingProjection,
  bindingSchema,
  bindingStrings,
  fieldOf,
  joinHowOf,
  joinKeysOf,
  joinedColumnsOf,
  joinsNulls,
  schemaOf,
  sortKeysOf,
  windowsOf,
} from '@parquetframe/core/engine';
import type { DataType, FileReference, Json, JsonObject, Replica, Step } from '@parquetframe/core/engine';
import { literals } from './literals.js';
import type { Room } from './scratch.js';
import { portsOf } from './shape.js';
import type { Shape } from './shape.js';

/** A plan as the addon takes it. */
export interface Pipeline {
  readonly shape: Shape;
  readonly parameters: ReadonlyMap<number, DataType>;
  /** float totals may be added in any order */
  readonly fast: boolean;
}

/** What belongs to one run. */
interface Run {
  readonly values: readonly unknown[];
  readonly inputs: readonly Replica[];
  /** the ports of the tables that are passed along */
  readonly tables: readonly number[];
  readonly fast: boolean;
}

export function pipelineRequest(
  { shape, parameters, fast }: Pipeline,
  values: readonly unknown[],
  inputs: readonly Replica[],
  room: Room,
): string {
  const run: Run = { values, inputs, tables: portsOf(shape, 'table'), fast };
  return JSON.stringify({ ...shapeJson(shape, run), arguments: literals(parameters, values), ...roomJson(room) });
}

function shapeJson({ origin, steps }: Shape, run: Run): JsonObject {
  const rest = steps.map(step => stepJson(step, run.values, run.fast));
  switch (origin.kind) {
    case 'table':
      return { source: { kind: 'table', index: run.tables.indexOf(origin.port) }, steps: rest };
    case 'scan': {
      const limit = argumentOf(origin.step, 'limit', run.values);
      const first: readonly Json[] = limit === undefined || limit === null ? [] : [{ step: 'limit', count: Number(limit) }];
      return { source: scanJson(origin.step, fileReference(run.inputs[origin.port])), steps: [...first, ...rest] };
    }
    case 'join': {
      const [left, right] = [shapeJson(origin.left, run), shapeJson(origin.right, run)];
      return { source: { kind: 'join', join: joinJson(origin.step), left, right }, steps: rest };
    }
    case 'concat':
      return { source: { kind: 'concat', inputs: origin.inputs.map(input => shapeJson(input, run)) }, steps: rest };
  }
}

const joinJson = (step: Step): JsonObject => ({
  on: joinKeysOf(step),
  how: joinHowOf(step),
  rightColumns: joinedColumnsOf(step),
  nullsEqual: joinsNulls(step),
});

/** What a call may take, where that is limited. */
export const roomJson = ({ memory, scratch }: Room): JsonObject => ({
  ...(Number.isFinite(memory) ? { memory: Math.floor(Math.min(memory, Number.MAX_SAFE_INTEGER)) } : {}),
  ...(scratch === undefined ? {} : { scratch }),
});

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
      return distinctJson(step, fast);
    case 'table.sort':
      return { step: 'sort', keys: sortKeysOf(step).map(({ column, descending, nulls }) => ({ column, descending, nulls })) };
    case 'table.groupHead':
      return { step: 'groupHead', keys: bindingStrings(step, 'keys'), count: Number(argumentOf(step, 'count', values)) };
    case 'table.window':
      return { step: 'window', windows: windowsOf(step) };
    case 'table.limit':
      return {
        step: 'limit',
        count: Number(argumentOf(step, 'count', values)),
        offset: Number(argumentOf(step, 'offset', values) ?? 0),
      };
    case 'table.tail':
      return verb('tail', { count: Number(argumentOf(step, 'count', values)) });
    case 'table.withRowIndex':
      return verb('withRowIndex', {
        name: step.binding['name'] as string,
        offset: Number(argumentOf(step, 'offset', values) ?? 0),
      });
    case 'table.sample': {
      const by = step.binding['by'] as string;
      return verb('sample', {
        [by]: Number(argumentOf(step, by, values)),
        seed: Number(argumentOf(step, 'seed', values) ?? 0),
      });
    }
    case 'table.explode':
      return verb('explode', { column: step.binding['column'] as string });
    default:
      throw new TypeError(`${step.operation} is not a pipeline step`);
  }
}

/** What changes rows as a whole. */
const verb = (name: string, options: JsonObject): Json => ({ step: 'verb', verb: name, ...options });

/** Where all columns are compared, equal rows differ in nothing, and it does not matter which of them stays. */
function distinctJson(step: Step, fast: boolean): Json {
  const subset = bindingStrings(step, 'subset');
  const columns = schemaOf(step).map(({ name }) => name);
  // All columns, in the order that the table has them, whatever that of the subset.
  if (subset.length === columns.length) return { step: 'aggregate', keys: columns, aggregates: [], fast };
  return step.binding['keep'] === 'last'
    ? verb('distinctLast', { subset })
    : { step: 'groupHead', keys: subset, count: 1, plainZeros: true };
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
