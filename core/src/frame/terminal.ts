import { formatType, valueType, type Schema, type TableData } from '../contract/data/index.js';
import { columnAt, columnReader, Turns } from '../contract/data/index.js';
import { hasMembers, ParquetFrameError } from '../contract/errors/index.js';
import { inputsFirst, parametersIn, type PlanInput } from '../contract/plan/index.js';
import type { RunOptions } from '../executor/index.js';
import { described } from './described.js';

/** Calls a function with each batch and its number, and waits for what it returns before the next batch is read. */
export async function eachBatch<B>(batches: () => AsyncIterable<B>, call: unknown): Promise<void> {
  if (typeof call !== 'function')
    throw new ParquetFrameError('INVALID_ARGUMENT', `forEachBatch takes a function of a batch, received ${described(call)}`);
  let index = 0;
  for await (const batch of batches()) await (call as (batch: B, index: number) => unknown)(batch, index++);
}

/** The names of the parameters of a plan. */
export function parameterNames(plan: PlanInput): ReadonlySet<string> {
  const nodes = inputsFirst<PlanInput>(plan, node => (node.kind === 'operation' ? node.inputs : []));
  const options = nodes.flatMap(node => (node.kind === 'operation' ? Object.values(node.options) : []));
  return new Set(options.flatMap(option => parametersIn(option)).map(({ name }) => name));
}

/** Values for each of two plans that are run in one call: those of its parameters. The first also gets those that neither has, and says so. */
export function paramsOfBoth(params: RunOptions['params'], first: PlanInput, other: PlanInput) {
  if (!hasMembers(params)) return [params, params] as const;
  const [ofFirst, ofOther] = [parameterNames(first), parameterNames(other)];
  const those = (taken: (name: string) => boolean) => Object.fromEntries(Object.entries(params).filter(([name]) => taken(name)));
  return [those(name => ofFirst.has(name) || !ofOther.has(name)), those(name => ofOther.has(name))] as const;
}

/** Whether two tables have the same columns, by name and type, and the same rows in the same order. */
export async function isSameTable(a: TableData, b: TableData, signal?: AbortSignal): Promise<boolean> {
  if (a.length !== b.length || schemaText(a.schema) !== schemaText(b.schema)) return false;
  const turns = new Turns(signal);
  for (let index = 0; index < a.schema.length; index++) {
    const [left, right] = [valuesOf(a, index), valuesOf(b, index)];
    for (let row = 0; row < a.length; row++) {
      if (!isSameValue(left.next().value, right.next().value)) return false;
      if (row % 1024 === 0 && turns.over) await turns.next();
    }
  }
  return true;
}

/** A dictionary is its values. */
const schemaText = (schema: Schema): string =>
  JSON.stringify(schema.map(({ name, type }) => [name, formatType(valueType(type))]));

function* valuesOf({ schema, batches }: TableData, index: number): Generator<unknown, undefined> {
  const field = schema[index];
  if (field === undefined) return;
  for (const batch of batches) {
    const { get } = columnReader(field.type, columnAt(batch, index));
    for (let row = 0; row < batch.length; row++) yield get(row);
  }
}

/** NaN is equal to itself, −0 to 0. */
function isSameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'number') return Number.isNaN(a) && Number.isNaN(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every(name => isSameValue(Reflect.get(a, name), Reflect.get(b, name)));
}
