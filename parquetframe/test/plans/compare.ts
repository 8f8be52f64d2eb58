import { createRuntime, isParquetFrameError, type Runtime } from 'parquetframe';
import { formatType, type EngineModule } from '@parquetframe/core/engine';
import type { Frame, World } from './call.js';
import { Fault, Invalid, type Model, type Row, type Value } from './model.js';
import type { Plan } from './plan.js';
import { isComparable, Oracle, unordered } from './sql.js';
import { dataOf, rowsOfData } from './tables.js';

/** What a plan gives: a table, or an error. */
type Outcome = { readonly columns: readonly string[]; readonly rows: readonly string[] } | { readonly error: string };

/** A plan that one of them answers otherwise than the interpreter. */
export interface Difference {
  readonly who: string;
  readonly expected: Outcome;
  readonly received: Outcome;
}

function cell(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  if (typeof value === 'object') return `[${value.map(cell).join(', ')}]`;
  return JSON.stringify(value);
}
const lines = (rows: readonly Row[]): readonly string[] => rows.map(row => row.map(cell).join(' | '));

/** What the interpreter says; undefined for a plan that makes no sense. */
export function expected({
  left,
  right,
  calls,
}: Plan): { readonly outcome: Outcome; readonly steps: readonly Model[] } | undefined {
  const world: World = { right: { frame: undefined as never, model: right } };
  const steps: Model[] = [];
  try {
    for (const call of calls) steps.push(call.rows(steps.at(-1) ?? left, world));
    const { columns, rows } = steps.at(-1) ?? left;
    return { outcome: { columns: columns.map(({ name, type }) => `${name}: ${formatType(type)}`), rows: lines(rows) }, steps };
  } catch (error) {
    if (error instanceof Invalid) return undefined;
    if (error instanceof Fault) return { outcome: { error: error.code }, steps };
    throw error;
  }
}

/** Engines and DuckDB, which plans are run by. */
export class Contestants {
  readonly #runtimes: readonly (readonly [string, Runtime])[];
  readonly #oracle: Oracle | undefined;
  /** how many plans DuckDB had a say in, and how many calls of them */
  compared = { plans: 0, calls: 0 };

  private constructor(runtimes: readonly (readonly [string, Runtime])[], oracle: Oracle | undefined) {
    this.#runtimes = runtimes;
    this.#oracle = oracle;
  }

  static async open(engines: readonly EngineModule[], withOracle: boolean): Promise<Contestants> {
    const last = engines.at(-1);
    const runtimes = engines.map(async engine => {
      const own = engine === last ? [engine] : [engine, ...(last ? [last] : [])];
      return [engine.manifest.id, await createRuntime({ engines: own, uncertified: 'allow', wisdom: 'off' })] as const;
    });
    return new Contestants(await Promise.all(runtimes), withOracle ? await Oracle.open() : undefined);
  }

  async close(): Promise<void> {
    this.#oracle?.close();
    for (const [, runtime] of this.#runtimes) await runtime.close();
  }

  /** Where somebody disagrees; undefined where all agree, or the plan makes no sense. */
  async difference(plan: Plan): Promise<Difference | undefined> {
    const found = expected(plan);
    if (!found) return undefined;
    const { outcome, steps } = found;
    for (const [id, runtime] of this.#runtimes) {
      const received = await run(runtime, id, plan);
      if (!areEqual(outcome, received)) return { who: id, expected: outcome, received };
    }
    return this.#oracle && this.#byOracle(this.#oracle, plan, steps);
  }

  /** DuckDB on as many of the first calls as mean the same there, of the columns that it has types for. */
  async #byOracle(oracle: Oracle, { left, right, calls }: Plan, steps: readonly Model[]): Promise<Difference | undefined> {
    if (![...left.columns, ...right.columns].every(isComparable)) return undefined;
    const queries = [];
    for (const call of calls.slice(0, steps.length)) {
      if (!call.sql) break;
      queries.push(call.sql);
    }
    const model = steps[queries.length - 1];
    if (!model) return undefined;
    this.compared = { plans: this.compared.plans + 1, calls: this.compared.calls + queries.length };
    const wanted = unordered(model.rows);
    try {
      const rows = unordered(await oracle.rows(left, right, queries));
      if (rows.join('\n') === wanted.join('\n')) return undefined;
      return { who: 'duckdb', expected: { columns: [], rows: wanted }, received: { columns: [], rows } };
    } catch (error) {
      return { who: 'duckdb', expected: { columns: [], rows: wanted }, received: { error: String(error) } };
    }
  }
}

/** Where a plan has an error, an engine may have left out what fails, if nothing needs it. */
const areEqual = (wanted: Outcome, received: Outcome): boolean =>
  'error' in wanted
    ? !('error' in received) || received.error === wanted.error
    : !('error' in received) &&
      wanted.columns.join('\n') === received.columns.join('\n') &&
      wanted.rows.join('\n') === received.rows.join('\n');

async function run(runtime: Runtime, id: string, { left, right, batches, calls, seed }: Plan): Promise<Outcome> {
  const world: World = { right: { frame: runtime.fromArrow(dataOf(right, 1)), model: right } };
  try {
    let frame: Frame = runtime.fromArrow(dataOf(left, batches));
    for (const call of calls) frame = call.apply(frame, world);
    const table = await frame.collect({ prefer: id, rewrite: seed % 4 !== 0 });
    try {
      // Another engine would hide that this one did not finish.
      const failed = table.provenance.stages
        .flatMap(({ fallbacks }) => fallbacks)
        .find(({ outcome }) => outcome === 'crashed' || outcome === 'memory');
      if (failed) return { error: `fell back: ${failed.code}: ${failed.reason}` };
      return {
        columns: table.schema.map(({ name, type }) => `${name}: ${formatType(type)}`),
        rows: lines(rowsOfData(table.data)),
      };
    } finally {
      await table.close();
    }
  } catch (error) {
    if (isParquetFrameError(error)) return { error: error.category === 'data' ? error.code : `${error.code}: ${error.message}` };
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
