import {
  isDecline,
  type Availability,
  type BindSources,
  type Decline,
  type Engine,
  type EngineContext,
  type EngineModule,
  type Kernel,
} from '../contract/index.js';
import { ParquetFrameError } from '../contract/errors/index.js';
import type { Fragment } from '../contract/plan/index.js';
import { messageOf, unavailable } from './availability.js';
import { Bindings } from './bindings.js';
import { collectedKernel } from './collected-kernel.js';
import { dateOf, type Quarantine } from './quarantine.js';

const NOTHING_KNOWN: BindSources = { facts: () => Promise.resolve(undefined) };

/** One engine of a runtime: its module, what the probe said, and the open engine once it is used. */
export class RegisteredEngine {
  readonly id: string;
  readonly version: string;
  #state: Availability = unavailable('ENGINE_UNAVAILABLE', 'not probed yet', 'create the runtime');
  #opening: Promise<Engine> | undefined;
  #opened: Engine | undefined;
  /** by signature */
  readonly #bound = new Bindings();

  constructor(
    readonly module: EngineModule,
    private readonly contextOf: (engine: RegisteredEngine) => EngineContext,
    private readonly quarantine: Quarantine,
    private readonly onOpened: (engine: Engine) => void,
  ) {
    this.id = module.manifest.id;
    this.version = module.manifest.version;
  }

  /** What its probe said, and its opening; while it is quarantined, that. */
  get availability(): Availability {
    const quarantined = this.#state.available ? this.quarantine.active : undefined;
    if (!quarantined) return this.#state;
    const until = dateOf(quarantined.until);
    return {
      ...unavailable('QUARANTINED', quarantined.reason, 'find out why it crashes; a new runtime tries it at once'),
      ...(until === undefined ? {} : { until }),
    };
  }

  set availability(state: Availability) {
    this.#state = state;
  }

  /** Available and not quarantined. */
  get usable(): boolean {
    return this.availability.available;
  }

  get opened(): Engine | undefined {
    return this.#opened;
  }

  /** Opens once, whoever asks. A failure to open makes the engine unavailable. */
  open(): Promise<Engine> {
    return (this.#opening ??= this.#open());
  }

  async #open(): Promise<Engine> {
    try {
      this.#opened = await this.module.open(this.contextOf(this));
      this.onOpened(this.#opened);
      return this.#opened;
    } catch (cause) {
      this.availability = unavailable(
        'ENGINE_UNAVAILABLE',
        `it could not be opened: ${messageOf(cause)}`,
        'see the cause; `npx parquetframe doctor` shows all engines',
      );
      throw new ParquetFrameError('ENGINE_UNAVAILABLE', `engine ${this.id} could not be opened: ${messageOf(cause)}`, { cause });
    }
  }

  /**
   * Binds once per signature and what was asked of the sources, as far as that is remembered. An engine that throws while it binds is taken as declining: its defect is in the
   * reason.
   */
  async bind(fragment: Fragment, sources: BindSources = NOTHING_KNOWN): Promise<Kernel | Decline> {
    try {
      return await this.#bound.get(fragment, sources, (asked, about) => this.#bind(asked, about));
    } catch (cause) {
      return {
        declined: true,
        code: 'ENGINE_DEFECT',
        reason: `it threw while binding: ${messageOf(cause)}`,
        remedy: 'report it to the author of the engine',
      };
    }
  }

  async #bind(fragment: Fragment, sources: BindSources): Promise<Kernel | Decline> {
    const engine = await this.open();
    const answer = await engine.bind(fragment, sources);
    if (!isDecline(answer) && !isKernel(answer)) throw new TypeError('bind gave neither a kernel nor a decline');
    if (!isDecline(answer)) return collectedKernel(answer);
    if (answer.code !== '' && answer.reason !== '') return answer;
    return {
      ...answer,
      code: 'ENGINE_DEFECT',
      reason: 'it declined without a reason',
      remedy: 'report it to the author of the engine',
    };
  }

  /** What was bound is gone with the process or thread that had it. @param began `crashesSoFar()` when that which failed was started */
  noteCrash(reason: string, began: number): void {
    if (this.quarantine.crashed(reason, began)) this.#bound.clear();
  }

  async close(): Promise<void> {
    if (this.#opening) await this.#opening.then(engine => engine[Symbol.asyncDispose]()).catch(() => undefined);
  }
}

const isKernel = (value: unknown): value is Kernel =>
  typeof value === 'object' &&
  value !== null &&
  'inputs' in value &&
  Array.isArray(value.inputs) &&
  'outputs' in value &&
  Array.isArray(value.outputs) &&
  'run' in value;
