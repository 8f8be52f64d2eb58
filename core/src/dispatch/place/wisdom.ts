import { createHash } from 'node:crypto';
import { cpus, totalmem } from 'node:os';
import type { Json } from '../../contract/data/index.js';
import { RecentMap, REMEMBERED } from '../../registry/recent-map.js';
import { wisdomFile, type WisdomStore } from './wisdom-file.js';

/** Samples kept per cell: enough for a median, few enough to follow a changing machine. */
const SAMPLES = 9;
/** How many half-octaves away a measurement still speaks for a size, scaled linearly. */
const REACH = 4;
const FORMAT = 1;
/** Ends the keys of cells whose kernels did not run by themselves. */
const OVERLAPPED = '~';

/** Which machine the timings are from: model, cores, memory, Node's major version and platform. */
export function machineFingerprint(): string {
  const cores = cpus();
  const text = [
    cores[0]?.model ?? 'unknown',
    cores.length,
    Math.round(totalmem() / 2 ** 30),
    process.platform,
    process.arch,
    process.versions.node.split('.')[0],
  ].join('|');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Half-octave of the catalogue's work measure. */
export const workBucket = (work: number): number => Math.round(2 * Math.log2(Math.max(1, work)));

interface Cell {
  samples: number[];
  median: number;
  /** other kernels ran meanwhile: better than nothing, until there is a run by itself */
  overlapped: boolean;
  /** has samples of this process */
  measuredHere: boolean;
}

/** All measurements of one key, by half-octave of work. Looked up once per candidate, then read by number. */
export class Series {
  readonly cells = new Map<number, Cell>();

  /** Median seconds at this size, or scaled from the nearest measured one. */
  measured(work: number): number | undefined {
    const bucket = workBucket(work);
    const exact = this.cells.get(bucket);
    if (exact) return exact.median;
    for (let away = 1; away <= REACH; away++) {
      const below = this.cells.get(bucket - away);
      if (below) return below.median * 2 ** (away / 2);
      const above = this.cells.get(bucket + away);
      if (above) return above.median * 2 ** (-away / 2);
    }
    return undefined;
  }

  add(bucket: number, seconds: number, measuredHere: boolean, overlapped: boolean): void {
    const cell = this.cells.get(bucket) ?? { samples: [], median: 0, measuredHere, overlapped };
    if (overlapped && !cell.overlapped) return;
    if (!overlapped && cell.overlapped) cell.samples = [];
    cell.overlapped = overlapped;
    cell.measuredHere ||= measuredHere;
    cell.samples.push(seconds);
    if (cell.samples.length > SAMPLES) cell.samples.shift();
    cell.median = median(cell.samples);
    this.cells.set(bucket, cell);
  }
}

/**
 * Measured run times on this machine: timings, never winners, keyed by engine, version and signature, in half-octaves of work.
 * A malformed or foreign file is refused whole; the reason is in `refused`.
 */
export class Wisdom {
  readonly #series: RecentMap<string, Series>;
  /** per engine and operations: logarithms of measured / estimated, a quick calibration for signatures not yet measured */
  readonly #bias: RecentMap<string, { sum: number; count: number }>;
  readonly fingerprint = machineFingerprint();
  refused: string | undefined;
  /** another after each measurement: what was read before may be out of date */
  revision = 0;
  #dirty = false;

  /** of the file, where it is one */
  readonly path: string | undefined;
  readonly #store: WisdomStore | undefined;

  /**
   * @param store a file, or where else they are kept; undefined: nowhere
   * @param limit series that are remembered, and cells that are written: those used last
   */
  constructor(
    store: WisdomStore | string | undefined,
    private readonly limit = REMEMBERED,
  ) {
    this.#series = new RecentMap(limit);
    this.#bias = new RecentMap(limit);
    this.path = typeof store === 'string' ? store : undefined;
    this.#store = typeof store === 'string' ? wisdomFile(store) : store;
    if (this.#store) this.#load(this.#store);
  }

  /** Measured cells. */
  get size(): number {
    let cells = 0;
    for (const [, series] of this.#series) cells += series.cells.size;
    return cells;
  }

  /** Undefined until there is a measurement: what was never run takes no room. */
  series(key: string): Series | undefined {
    return this.#series.get(key);
  }

  #seriesFor(key: string): Series {
    let series = this.#series.get(key);
    if (!series) this.#series.set(key, (series = new Series()));
    return series;
  }

  /** @param subject engine and operations, for calibration */
  record(key: string, subject: string, work: number, seconds: number, estimate: number | undefined, overlapped = false): void {
    this.#seriesFor(key).add(workBucket(work), seconds, true, overlapped);
    this.revision++;
    this.#dirty = true;
    if (!overlapped && estimate !== undefined && estimate > 0 && seconds > 0) {
      for (const known of [subject, sharedSubject(subject)]) {
        const bias = this.#bias.get(known) ?? { sum: 0, count: 0 };
        this.#bias.set(known, { sum: bias.sum + Math.log(seconds / estimate), count: bias.count + 1 });
      }
    }
  }

  /**
   * What an engine's estimates for these operations are to be multiplied with, from its measurements so far. One that has none goes halfway with the others: a
   * machine that is busy, or an operation that is harder than it looks, slows all of them down.
   */
  calibration(subject: string): number {
    const bias = this.#bias.peek(subject);
    if (bias) return Math.exp(bias.sum / bias.count);
    const shared = this.#bias.peek(sharedSubject(subject));
    return shared ? Math.exp(shared.sum / (shared.count + 1)) : 1;
  }

  #load(store: WisdomStore): void {
    try {
      for (const [key, samples] of readCells(store, this.fingerprint)) this.#restore(key, samples);
    } catch (error) {
      this.refused = error instanceof Error ? error.message : String(error);
    }
  }

  /** What another runtime or process has written since: it stays, unless it was measured here too. */
  #written(store: WisdomStore): ReadonlyMap<string, readonly number[]> {
    try {
      return readCells(store, this.fingerprint);
    } catch {
      return new Map();
    }
  }

  #restore(key: string, samples: readonly number[]): void {
    const cut = key.lastIndexOf('#');
    const series = this.#seriesFor(key.slice(0, cut));
    const overlapped = key.endsWith(OVERLAPPED);
    const bucket = Number(overlapped ? key.slice(cut + 1, -OVERLAPPED.length) : key.slice(cut + 1));
    for (const sample of samples) series.add(bucket, sample, false, overlapped);
  }

  /** Writes if there is something new. Never fails the caller. */
  save(): void {
    if (!this.#store || !this.#dirty) return;
    try {
      const cells = new RecentMap<string, readonly number[]>(this.limit);
      for (const [key, samples] of this.#written(this.#store)) cells.set(key, samples);
      for (const [key, series] of this.#series) {
        for (const [bucket, { samples, measuredHere, overlapped }] of series.cells) {
          const cell = `${key}#${String(bucket)}${overlapped ? OVERLAPPED : ''}`;
          if (measuredHere || cells.peek(cell) === undefined) cells.set(cell, samples);
        }
      }
      this.#store.write(JSON.stringify({ format: FORMAT, machine: this.fingerprint, cells: Object.fromEntries(cells) }));
      this.#dirty = false;
    } catch (error) {
      this.refused = `could not be written: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

/** The operations of a subject, whichever engine runs them. */
const sharedSubject = (subject: string): string => `any engine${subject.slice(Math.max(0, subject.indexOf('|')))}`;

/** All cells of a store; none when nothing was written yet. */
function readCells(store: WisdomStore, fingerprint: string): ReadonlyMap<string, readonly number[]> {
  const text = store.read();
  return text === undefined ? new Map() : parseWisdom(parseJson(text), fingerprint);
}

/** The parser's own message shows what is in the file, which may be any file. */
function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Error('it is not JSON');
  }
}

/** All cells of a wisdom file, or an error that says what is wrong with it. */
function parseWisdom(json: Json, fingerprint: string): Map<string, number[]> {
  const file = json as { format?: Json; machine?: Json; cells?: Json } | null;
  if (file?.format !== FORMAT) throw new Error(`it is not a wisdom file of format ${String(FORMAT)}`);
  if (file.machine !== fingerprint) throw new Error('it was measured on another machine');
  if (typeof file.cells !== 'object' || file.cells === null) throw new Error('it has no cells');
  const cells = new Map<string, number[]>();
  for (const [key, samples] of Object.entries(file.cells)) {
    if (
      !/#\d+~?$/.test(key) ||
      !Array.isArray(samples) ||
      samples.length === 0 ||
      !samples.every(s => typeof s === 'number' && s >= 0 && Number.isFinite(s))
    )
      throw new Error(`the cell ${key} is malformed`);
    cells.set(key, (samples as number[]).slice(-SAMPLES));
  }
  return cells;
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
