import type { Json, JsonObject, Kind, KindCodec, MaybePromise, Replica, Residency, Space } from '../data/index.js';
import type { PluginFunction } from '../functions/index.js';
import type { OperationDefinition, ResultClass, Sizes } from '../operations/index.js';
import type { Fragment, Step } from '../plan/index.js';
import type { BindSources, SourceFormat, SourceNeed } from '../sources/index.js';
import type { OperationCases } from './cases.js';

/** The version of this contract; a module that states another is refused with `CONTRACT_VERSION`. */
export const CONTRACT_VERSION = 1;

/** Why an engine does not take a fragment: a stable code, the reason for people, and what would help. Never empty. */
export interface Decline {
  readonly declined: true;
  readonly code: string;
  readonly reason: string;
  readonly remedy: string;
}

export const decline = (code: string, reason: string, remedy: string): Decline => ({ declined: true, code, reason, remedy });
export const isDecline = (value: unknown): value is Decline =>
  typeof value === 'object' && value !== null && 'declined' in value && value.declined === true;

/** What is known about the inputs when costs are compared. */
export interface Statistics {
  /** per port of the fragment */
  readonly ports: readonly Sizes[];
  /** expected sizes of the result */
  readonly result: Sizes;
  /** the catalogue's scalar measure of the fragment's work */
  readonly work: number;
  /** where the result is wanted: one of the kernel's `outputs` */
  readonly want?: Residency | undefined;
}

export interface CostEstimate {
  readonly seconds: number;
  /** memory needed beyond the inputs, result included */
  readonly peakBytes: number;
  /** memory it can do with, where it puts the rest on disk (`EngineContext.scratch`); `KernelCall.memory` says what it got */
  readonly minBytes?: number;
}

export interface KernelCall {
  /** one per port, leased: valid until `run` settles */
  readonly inputs: readonly Replica[];
  /** what is not in the signature: literals, sources, damping … at the indices that the steps name */
  readonly arguments: readonly unknown[];
  /** one of the kernel's `outputs` */
  readonly want: Residency;
  readonly signal: AbortSignal;
  /** the same fact as `signal.aborted`, as word 0 in shared memory, for native code and workers */
  readonly cancelled: Int32Array;
  /** cores leased to this run; 0 for a kernel whose `cpu` is `none` */
  readonly threads: number;
  /** bytes this run may use beyond its inputs */
  readonly memory: number;
  progress(fraction: number): void;
  /** For kernels on this thread: undefined while the time slice lasts, else a promise to await. Rejects with `ABORTED` once cancelled. */
  checkpoint(): Promise<void> | undefined;
}

export interface KernelResult {
  readonly replica: Replica;
  /** the same dataset in other residencies, for free (an alias) */
  readonly also?: readonly Replica[];
  /** measured sizes of the result, and facts such as GraphFacts */
  readonly statistics?: Sizes;
  /** what a user should see: iterations, converged, rows pruned … */
  readonly notes?: JsonObject;
}

/** A fragment bound by an engine. Cached by signature, so it holds nothing of one run. */
export interface Kernel extends Partial<AsyncDisposable> {
  /** per port: residencies it takes, best first */
  readonly inputs: readonly (readonly Residency[])[];
  /** residencies it can give, as asked in `want`; best first */
  readonly outputs: readonly Residency[];
  /** Cores it can use: as many as it is given (`many`, the default), `one`, or `none`: it waits for something else, or for calls that it makes. */
  readonly cpu?: 'none' | 'one' | 'many';
  estimate?(statistics: Statistics): CostEstimate;
  /**
   * Settles when the result is materialised or its first batch exists, so that time and errors belong to it. It may give a Decline for what only the data shows (a codec,
   * a column that turns out too wide), as long as it has not read of a stream, given a batch or written anything: another engine takes over, and nobody is blamed.
   */
  run(call: KernelCall): MaybePromise<KernelResult | Decline>;
}

/** What is moved. */
export interface TransferSubject {
  /** of a table also its schema */
  readonly kind: Kind;
  readonly rows: number | undefined;
}

/** Moves a dataset from one residency to another. */
export interface Transfer {
  readonly kind: Kind['kind'];
  readonly from: Residency;
  readonly to: Residency;
  /** the result is the same memory */
  readonly alias: boolean;
  /** `about`: what is known of the dataset beside its bytes */
  estimate(bytes: number, about?: TransferSubject): CostEstimate;
  /** The dataset is `call.inputs[0]`; its kind is given, so that a table's schema is known; `need`: what is wanted of a file, where that is known. */
  run(call: KernelCall, kind: Kind, need?: SourceNeed): MaybePromise<KernelResult>;
}

export interface Engine extends AsyncDisposable {
  readonly transfers: readonly Transfer[];
  /**
   * Called once per signature and cached. Must answer, not throw, when it cannot. What it asks of `sources` (codecs, encodings, physical types) joins the key under which its
   * answer is cached; a Decline that rests on it is for those files alone.
   */
  bind(fragment: Fragment, sources?: BindSources): MaybePromise<Kernel | Decline>;
  /** May this step be inside a fragment of mine (`inside`), or also be its root (`alone`)? Cheap and synchronous. */
  covers(step: Step): 'no' | 'inside' | 'alone';
  /**
   * How large a fragment it wants: `{ steps: 1000 }` where one query does any number of steps; `false`: it runs one operation at a time and is not asked for
   * more. Default 64 steps.
   */
  readonly fuses?: false | { readonly steps: number };
}

export interface SpaceOptions {
  /** bytes that it holds at most: what is over them is evicted there, and nothing elsewhere */
  readonly budget?: number;
}

/** A folder for what does not fit in memory. It is deleted when it is disposed, and when the runtime closes. */
export interface Scratch extends AsyncDisposable {
  readonly path: string;
  readonly bytes: number;
}

export interface EngineContext {
  /**
   * Mints a memory space of this engine: `<engine id>/<name>`. Spaces in this process and its children share the budget of the runtime; one that lies elsewhere (a device,
   * a service) says so by a budget of its own, `Infinity` where there is none to keep to.
   */
  space(name: string, options?: SpaceOptions): Space;
  /** cores that the runtime gives its kernels */
  readonly threads: number;
  /** memory budget in bytes */
  readonly memory: number;
  readonly settings: EngineSettings;
  /** A folder on disk for so many bytes. @throws ParquetFrameError `OUT_OF_DISK` when there is not so much left */
  scratch(bytes: number): Promise<Scratch>;
  allocateShared(bytes: number): SharedArrayBuffer;
  /** aborts when the runtime closes */
  readonly signal: AbortSignal;
  /** All replicas in this space are gone. */
  lost(space: Space): void;
  /** A line for operators (NODE_DEBUG=parquetframe). */
  log(message: string): void;
}

/** Configuration that engines need, read by core from the environment in one place. */
export interface EngineSettings {
  /** native log filter, e.g. `debug`; undefined: silent */
  readonly nativeLog: string | undefined;
}

export type Availability =
  | { readonly available: true; readonly version: string; readonly details?: JsonObject }
  | {
      readonly available: false;
      readonly code: string;
      readonly reason: string;
      readonly remedy: string;
      /** when it is tried again, as an ISO date: of a quarantined engine */
      readonly until?: string;
    };

/** When an engine that crashes is left alone, and for how long. */
export interface QuarantineRule {
  /** so many crashes; default 3, `Infinity`: never */
  readonly crashes: number;
  /** within so many milliseconds; default 5 minutes */
  readonly within: number;
  /** for so many milliseconds, then it is tried again; default 5 minutes */
  readonly for: number;
}

export interface ClaimedOperation {
  /** it does all that the operation had at this revision, and nothing newer */
  readonly revision: number;
  /** the strongest class it meets */
  readonly class: ResultClass;
  /** scalar functions it evaluates, for operations with expressions; when missing those of the revision it claims */
  readonly functions?: readonly string[];
}

/** `engine.json`: readable without running code. */
export interface EngineManifest {
  readonly id: string;
  readonly version: string;
  /** runs native code in this process: left out by PARQUETFRAME_DISABLE_RUST=1 */
  readonly native: boolean;
  readonly description?: string;
  readonly operations: { readonly [operation: string]: ClaimedOperation };
}

/** What the cases of an operation really used, each with the strongest class in which it was compared. */
export interface CertifiedFeatures {
  /** scalar and aggregate functions */
  readonly functions: { readonly [name: string]: ResultClass };
  /** ids of column types */
  readonly types: { readonly [id: string]: ResultClass };
  /** values of options that are not the default; `*` for any value of an option that is not a choice */
  readonly options: { readonly [option: string]: { readonly [value: string]: ResultClass } };
}

/** What an engine has proven of one operation. Whatever is missing was not proven. */
export interface CertifiedOperation {
  readonly revision: number;
  readonly class: ResultClass;
  readonly cases: number;
  readonly features?: CertifiedFeatures;
  /** per input: operations that were right below this one, in one fragment; dispatch cuts a fragment everywhere else */
  readonly pairs?: readonly (readonly string[])[];
  /** SHA-256 over encoded cases and what the reference makes of them, at a fixed seed: changes with the cases and with the meaning */
  readonly digest?: string;
}

/** What the conformance kit writes and `auto` trusts. */
export interface Certificate {
  readonly engine: string;
  readonly version: string;
  /** revision of the kit */
  readonly kit: number;
  /** versions of the libraries behind the engine that was tested */
  readonly wraps?: { readonly [library: string]: string };
  /** fingerprint of the engine's code, for those who certify it again: dispatch does not read it */
  readonly code?: string;
  readonly operations: { readonly [operation: string]: CertifiedOperation };
}

/** The default export of an engine package is a function of its options that returns one of these. */
export interface EngineModule {
  readonly contract: typeof CONTRACT_VERSION;
  readonly manifest: EngineManifest;
  readonly certificate?: Certificate;
  /** Versions of the libraries behind this engine as they are installed now; a certificate for others is not trusted. */
  readonly wraps?: { readonly [library: string]: string };
  /** Enough to open the same engine in another process: `(await import(url)).default(options)`. */
  readonly source: { readonly url: string; readonly options: Json };
  /** How values of kinds of its own (`name:kind`) go to other processes, also from a child that it is opened in. */
  readonly kinds?: readonly KindCodec[];
  /** Milliseconds that its probe may take, when it starts a process or asks a server. Default 5000; `createRuntime({ probeLimit })` overrules it. */
  readonly probeLimit?: number;
  /**
   * `false`: its kernels never call a runtime themselves. Then such calls are not looked for, which on Node before 24 makes every promise of the process dearer while a kernel runs;
   * one that is made all the same waits for cores like any other, for ever where its kernel holds the last.
   */
  readonly callsBack?: false;
  /** When it is quarantined; `createRuntime({ quarantine })` overrules it. */
  readonly quarantine?: Partial<QuarantineRule>;
  /** Never throws for a missing binary or service: that is an answer. */
  probe(context: { readonly signal: AbortSignal }): Promise<Availability>;
  open(context: EngineContext): Promise<Engine>;
}

/** A plugin adds operations, each with the reference kernel that defines what is right, and scalar functions. */
export interface Plugin {
  readonly name: string;
  readonly operations: readonly PluginOperation[];
  /** made with `defineFunction`; TypeScript engines in this process evaluate them, others decline */
  readonly functions?: readonly PluginFunction[];
  /** how values of its kinds (`name:kind`) go to other processes */
  readonly kinds?: readonly KindCodec[];
  /** file formats, as far as they decide which bytes are fetched from a store */
  readonly formats?: readonly SourceFormat[];
}
export interface PluginOperation {
  readonly definition: OperationDefinition;
  /** Binds a one-step fragment of this operation, like an engine would. */
  reference(step: Step, context: EngineContext): Kernel | Decline;
  /** Generates arguments and inputs for the conformance kit; see `@parquetframe/conformance`. */
  readonly cases?: OperationCases;
}
