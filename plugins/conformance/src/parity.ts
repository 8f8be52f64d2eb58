import { createHash, type Hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import {
  canonicalJson,
  hashTable,
  ParquetFrameError,
  type CaseResult,
  type EngineModule,
  type GraphData,
  type Plugin,
  type ResultClass,
} from '@parquetframe/core/engine';
import { askedClass, engineOutcome, ready, referenceOutcome, requireSame } from './examine.js';
import { vertexIds } from './compare.js';
import { formatValue } from './values.js';
import type { TestedOperation } from './operation-cases.js';
import { forGenerated } from './random.js';
import { Session } from './session.js';

export interface ParityOptions {
  /** the hub: every other engine is compared with it */
  readonly reference: EngineModule;
  readonly plugins?: readonly Plugin[];
  /** operations to compare; all that an engine claims by default */
  readonly operations?: readonly string[];
  /** generated cases per operation and engine; 200 by default */
  readonly cases?: number;
  /** generated cases of each function and engine besides: of every scalar, aggregate and window function by itself; none by default */
  readonly functions?: number;
  /** seed of the generated cases; a new one by default */
  readonly seed?: number;
  /** 1 and 2 by default */
  readonly threads?: readonly number[];
  /** ends it after the case that is running */
  readonly signal?: AbortSignal;
  /** called after every operation of an engine */
  readonly onResult?: (result: ParityResult) => void;
}

/** One operation, or one function of it, of one engine against the reference, on the same generated cases. */
export interface ParityResult {
  readonly engine: string;
  readonly operation: string;
  /** where it is about one function of the operation */
  readonly function?: string;
  readonly threads: readonly number[];
  readonly class: ResultClass | undefined;
  readonly outcome: 'equal' | 'different' | 'unavailable';
  readonly cases: number;
  readonly declined: number;
  /** SHA-256 over all results in order, and the same of the reference: equal in class `exact` */
  readonly hash: string;
  readonly referenceHash: string;
  /** what differs, with the smallest case, or why the engine is not available */
  readonly message?: string;
}

export interface ParityReport {
  readonly seed: number;
  readonly cases: number;
  readonly results: readonly ParityResult[];
  /** true when nothing differs */
  readonly equal: boolean;
}

/**
 * Compares engines with the reference, hub and spoke, on generated cases: the same cases for all engines, every number of threads. Results of class `exact` must have
 * equal hashes; weaker classes are compared as the operation says.
 * @throws ParquetFrameError `ABORTED` when the signal says so
 */
export async function parity(engines: readonly EngineModule[], options: ParityOptions): Promise<ParityReport> {
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
  const results: ParityResult[] = [];
  for (const engine of engines) {
    const session = new Session(engine, { ...options, seed });
    try {
      for (const result of await engineParity(session, options)) results.push(result);
    } finally {
      await session.close();
    }
  }
  return { seed, cases: options.cases ?? 200, results, equal: results.every(({ outcome }) => outcome !== 'different') };
}

async function engineParity(session: Session, options: ParityOptions): Promise<readonly ParityResult[]> {
  const results: ParityResult[] = [];
  const availability = await session.availability();
  for (const name of Object.keys(session.module.manifest.operations)) {
    const tested = session.operations.get(name);
    if (!tested || (options.operations && !options.operations.includes(name))) continue;
    const add = (result: ParityResult): void => {
      results.push(result);
      options.onResult?.(result);
    };
    if (!availability.available) {
      add({ ...blank(session, tested), outcome: 'unavailable', message: availability.reason });
      continue;
    }
    add(await operationParity(session, tested, session.cases, options.signal));
    if (options.functions === undefined) continue;
    for (const [f, generate] of Object.entries(tested.cases.functions ?? {})) {
      const of = { ...tested, cases: { ...tested.cases, generate } };
      const result = await operationParity(session, of, options.functions, options.signal);
      // An engine need not have all functions of an operation.
      const isTaken = result.cases > 0 || result.declined === 0;
      add({ ...result, function: f, ...(isTaken ? {} : { outcome: 'unavailable', message: 'the engine declines it' }) });
    }
  }
  return results;
}

const blank = (session: Session, tested: TestedOperation): Omit<ParityResult, 'outcome'> => ({
  engine: session.module.manifest.id,
  operation: tested.definition.name,
  threads: session.threads,
  class: askedClass(session, tested, 'exact') ?? askedClass(session, tested, 'fast'),
  cases: 0,
  declined: 0,
  hash: '',
  referenceHash: '',
});

async function operationParity(
  session: Session,
  tested: TestedOperation,
  cases: number,
  signal: AbortSignal | undefined,
): Promise<ParityResult> {
  checkAbort(signal);
  const determinism = askedClass(session, tested, 'exact') ? 'exact' : 'fast';
  const asked = askedClass(session, tested, determinism) ?? 'equivalence';
  const [mine, theirs] = [createHash('sha256'), createHash('sha256')];
  const drivers = await Promise.all(session.threads.map(threads => session.driver(threads)));
  const { checked, declined, failure } = await forGenerated(cases, session.seed, async random => {
    // An engine on this thread may never give way: Ctrl-C would not be heard.
    await setImmediate();
    // Counts as a failure, of which nothing can be shrunk: no value has been drawn yet.
    checkAbort(signal);
    const item = await ready(session, tested, tested.cases.generate(random), determinism);
    const expected = item && (await referenceOutcome(session, tested, item));
    if (!item || expected?.outcome === 'declined' || !expected) return 'declined';
    let compared = false;
    for (const driver of drivers) {
      const actual = await engineOutcome(driver, item);
      if (actual.outcome === 'declined') continue;
      await requireSame(session, tested, item, actual, expected, asked);
      if (actual.outcome === 'result' && expected.outcome === 'result') {
        addResult(mine, actual.result);
        addResult(theirs, expected.result);
      }
      compared = true;
    }
    return compared ? 'checked' : 'declined';
  });
  checkAbort(signal);
  const [hash, referenceHash] = [mine.digest('hex'), theirs.digest('hex')];
  const base = { ...blank(session, tested), class: asked, cases: checked, declined, hash, referenceHash };
  if (failure) return { ...base, outcome: 'different', message: failure.message };
  if (checked === 0) return { ...base, outcome: 'different', message: 'every case is declined' };
  if (asked === 'exact' && hash !== referenceHash && tested.definition.name !== 'parquet.write')
    return { ...base, outcome: 'different', message: 'the hashes differ' };
  return { ...base, outcome: 'equal' };
}

function checkAbort(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ParquetFrameError('ABORTED', 'the comparison was aborted', { cause: signal.reason });
}

function addResult(hash: Hash, result: CaseResult): void {
  if (result.kind === 'table') hash.update(hashTable(result.table));
  else if (result.kind === 'record') hash.update(canonicalJson(result.record));
  else addGraph(hash, result.graph);
}

function addGraph(hash: Hash, graph: GraphData): void {
  hash.update(formatValue(vertexIds(graph)));
  for (const { offsets, targets, weights } of [graph.csr, graph.csc]) {
    hash.update(offsets.subarray(0, graph.vertexCount + 1));
    hash.update(targets.subarray(0, graph.arcCount));
    if (weights) hash.update(weights.subarray(0, graph.arcCount));
  }
}

/** The results as a table for people: a row per operation, a column per engine. */
export function formatParity(report: ParityReport): string {
  const engines = [...new Set(report.results.map(({ engine }) => engine))];
  const operations = [...new Set(report.results.map(({ operation }) => operation))];
  const rows = [['operation', ...engines]];
  for (const operation of operations) {
    const of = report.results.filter(result => result.operation === operation);
    const each = engines.map(engine => of.filter(result => result.engine === engine));
    rows.push([operation, ...each.map(results => cell(results.find(result => result.function === undefined)))]);
    if (of.some(result => result.function !== undefined))
      rows.push([
        '  its functions',
        ...each.map(results => functionsCell(results.filter(result => result.function !== undefined))),
      ]);
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map(row =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const failures = report.results
    .filter(({ outcome }) => outcome === 'different')
    .map(({ engine, operation, function: f, message = '' }) => {
      const of = f === undefined ? '' : ` (${f})`;
      return `\n${engine}: ${operation}${of}: ${message}`;
    });
  return `${lines.join('\n')}\n${failures.join('\n')}${failures.length > 0 ? '\n' : ''}seed ${report.seed}, ${report.cases} cases per operation and engine\n`;
}

/** How many functions are equal, and in how many cases of the one with the fewest. */
function functionsCell(results: readonly ParityResult[]): string {
  if (results.length === 0) return '-';
  const count = (outcome: ParityResult['outcome']): number => results.filter(result => result.outcome === outcome).length;
  const equal = results.filter(({ outcome }) => outcome === 'equal').map(({ cases }) => cases);
  const others = (['different', 'unavailable'] as const).flatMap(outcome =>
    count(outcome) === 0 ? [] : [`${count(outcome)} ${outcome}`],
  );
  return [`${equal.length} equal${equal.length > 0 ? ` (${Math.min(...equal)} or more)` : ''}`, ...others].join(', ');
}

function cell(result: ParityResult | undefined): string {
  if (!result) return '-';
  if (result.outcome === 'unavailable') return 'not available';
  if (result.outcome === 'different') return 'DIFFERENT';
  return result.class === 'exact'
    ? `exact ${result.hash.slice(0, 8)} (${result.cases})`
    : `${result.class ?? ''} (${result.cases})`;
}
