import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Availability, EngineModule, Plugin, PreparedCase } from '@parquetframe/core/engine';
import { EngineDriver, type Outcome } from './driver.js';
import { Evidence } from './evidence.js';
import type { Pair } from './grow/plan.js';
import type { LongCase } from './long-case.js';
import { Once } from './once.js';
import { testedOperations, type TestedOperation } from './operation-cases.js';
import { CasePreparer } from './prepare.js';
import type { CheckName } from './report.js';
import { withPlugins } from './reference.js';
import { settled } from './settle.js';

export interface ConformanceOptions {
  /** Engine that says what is right: an instance of `@parquetframe/engine-ts-reference`. */
  readonly reference: EngineModule;
  /** Plugins whose operations the engine may claim. */
  readonly plugins?: readonly Plugin[];
  /** Operations to test; all that are claimed by default. */
  readonly operations?: readonly string[];
  /** Checks to run; all by default. A report of some checks has no certificate. */
  readonly checks?: readonly CheckName[];
  /** Generated cases per operation and result class; 200 by default. */
  readonly cases?: number;
  /** Seed of the generated cases; a new one by default, which the report states. */
  readonly seed?: number;
  /** Numbers of threads to test with; 1 and 2 by default. */
  readonly threads?: readonly number[];
  /** Milliseconds after which a call counts as hanging; two minutes by default. */
  readonly patience?: number;
  /** Versions of the libraries that the engine wraps, for the certificate. */
  readonly wraps?: { readonly [library: string]: string };
}

/** What checks share: the engines, opened when first needed, and a folder for files. */
export class Session {
  readonly module: EngineModule;
  /** the reference, together with the kernels of plugins */
  readonly referenceModule: EngineModule;
  readonly operations: ReadonlyMap<string, TestedOperation>;
  readonly threads: readonly number[];
  readonly cases: number;
  readonly seed: number;
  /** pairs of operations that the engine has bound as one fragment, and was right */
  readonly pairs: Pair[] = [];
  /** pairs that were certified before and are not run again: deeper plans may stand on them */
  readonly known: readonly Pair[];
  readonly evidence = new Evidence();
  /** what the reference makes of a case */
  readonly answers = new Once<PreparedCase, Promise<Outcome>>();
  /** the large case of an operation, as long as its engine takes noticeable time for */
  readonly longCases = new Once<EngineDriver, Once<TestedOperation, Promise<LongCase | undefined>>>();
  readonly #only: readonly string[] | undefined;
  readonly #patience: number | undefined;
  readonly #drivers = new Map<number, Promise<EngineDriver>>();
  #opened: Promise<{ readonly reference: EngineDriver; readonly preparer: CasePreparer; readonly folder: string }> | undefined;
  #availability: Promise<Availability> | undefined;

  constructor(module: EngineModule, options: ConformanceOptions, known: readonly Pair[] = []) {
    this.module = module;
    this.known = known;
    this.operations = testedOperations(options.plugins ?? []);
    this.threads = options.threads ?? [1, 2];
    this.cases = options.cases ?? 200;
    this.seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
    this.#patience = options.patience;
    this.#only = options.operations;
    this.referenceModule = withPlugins(options.reference, options.plugins ?? []);
  }

  /** Whether any of these operations is to be tested. */
  wants(...operations: readonly string[]): boolean {
    return this.#only === undefined || operations.some(name => this.#only?.includes(name));
  }

  /** The probe's answer, asked once. */
  availability(): Promise<Availability> {
    this.#availability ??= settled(
      new Promise<Availability>(resolve => resolve(this.module.probe({ signal: new AbortController().signal }))),
      `probe of ${this.module.manifest.id}`,
      this.#patience,
    );
    return this.#availability;
  }

  /** The engine under test with a number of threads. */
  driver(threads = this.threads[0] ?? 1): Promise<EngineDriver> {
    let driver = this.#drivers.get(threads);
    if (!driver) {
      driver = EngineDriver.open(this.module, threads, this.#patience);
      this.#drivers.set(threads, driver);
    }
    return driver;
  }

  async reference(): Promise<EngineDriver> {
    return (await this.#open()).reference;
  }

  async preparer(): Promise<CasePreparer> {
    return (await this.#open()).preparer;
  }

  /** Closes the engine under test: answers what went wrong, or undefined. */
  async closeEngines(): Promise<Error | undefined> {
    let failure: Error | undefined;
    for (const pending of this.#drivers.values()) {
      try {
        await (await pending).close();
      } catch (error) {
        failure ??= error instanceof Error ? error : new Error(String(error));
      }
    }
    this.#drivers.clear();
    return failure;
  }

  async close(): Promise<void> {
    await this.closeEngines();
    const opened = await this.#opened;
    if (!opened) return;
    await opened.reference.close();
    await rm(opened.folder, { recursive: true, force: true });
    this.#opened = undefined;
  }

  #open(): Promise<{ readonly reference: EngineDriver; readonly preparer: CasePreparer; readonly folder: string }> {
    this.#opened ??= (async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'parquetframe-conformance-'));
      const reference = await EngineDriver.open(this.referenceModule, 1);
      return { reference, preparer: new CasePreparer(reference, folder), folder };
    })();
    return this.#opened;
  }
}
