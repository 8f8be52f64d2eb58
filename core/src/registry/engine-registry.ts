import type { Configuration } from '../configuration.js';
import {
  CONTRACT_VERSION,
  isDecline,
  type Availability,
  type BindSources,
  type Decline,
  type Engine,
  type EngineContext,
  type EngineModule,
  type Kernel,
  type QuarantineRule,
  type Transfer,
} from '../contract/index.js';
import { didYouMean, ParquetFrameError, quoted } from '../contract/errors/index.js';
import type { Fragment } from '../contract/plan/index.js';
import { collectedKernel } from './collected-kernel.js';
import { checkModule } from './manifest.js';
import { dateOf, Quarantine, quarantineRule } from './quarantine.js';
import { Bindings } from './bindings.js';

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
const isAvailability = (value: unknown): value is Availability =>
  typeof value === 'object' && value !== null && 'available' in value && typeof value.available === 'boolean';

export const PROBE_LIMIT = 5_000;

export interface RegistryOptions {
  readonly modules: readonly EngineModule[];
  readonly configuration: Configuration;
  /** milliseconds a probe may take */
  readonly probeLimit?: number | undefined;
  /** what the runtime says about quarantine, for all engines */
  readonly quarantine?: Partial<QuarantineRule> | undefined;
  contextOf(engine: RegisteredEngine): EngineContext;
  /** milliseconds since 1970 */
  now(): number;
}

/** A module whose own rule is invalid is refused when it is probed; the others start all the same. */
function ruleOf({ quarantine }: EngineModule, options: Pick<RegistryOptions, 'quarantine'>): QuarantineRule {
  try {
    return quarantineRule(quarantine, options.quarantine);
  } catch {
    return quarantineRule(options.quarantine);
  }
}

/** The engines of one runtime. A broken or missing engine is listed with its reason; it never breaks start-up. */
export class EngineRegistry {
  readonly #engines = new Map<string, RegisteredEngine>();
  readonly #opened: Engine[] = [];

  constructor(private readonly options: RegistryOptions) {
    for (const module of options.modules) {
      if (this.#engines.has(module.manifest.id))
        throw new ParquetFrameError('ENGINE_DUPLICATE', `two engines have the id ${module.manifest.id}; give each once`, {
          details: { engine: module.manifest.id },
        });
      this.#engines.set(
        module.manifest.id,
        new RegisteredEngine(module, options.contextOf, new Quarantine(ruleOf(module, options), () => options.now()), engine =>
          this.#opened.push(engine),
        ),
      );
    }
  }

  /** Engines that have been opened, in that order; grows only. */
  get openedEngines(): readonly Engine[] {
    return this.#opened;
  }

  /** The engine that brings a transfer; undefined for those of core. */
  ownerOf(transfer: Transfer): RegisteredEngine | undefined {
    return this.all().find(engine => engine.opened?.transfers.includes(transfer));
  }

  all(): readonly RegisteredEngine[] {
    return [...this.#engines.values()];
  }

  /** @throws ParquetFrameError `ENGINE_NOT_FOUND` */
  get(id: string): RegisteredEngine {
    const engine = this.#engines.get(id);
    if (engine) return engine;
    const known = [...this.#engines.keys()];
    throw new ParquetFrameError(
      'ENGINE_NOT_FOUND',
      `there is no engine ${quoted(id)} in this runtime${didYouMean(id, known, `there are ${known.join(', ') || 'none'}`)}`,
      { details: { engine: id } },
    );
  }

  /** Probes all engines at once, each within the time limit. */
  async probe(): Promise<void> {
    await Promise.all(
      this.all().map(async engine => {
        engine.availability = this.#refusal(engine) ?? (await this.#probe(engine));
      }),
    );
  }

  #refusal(engine: RegisteredEngine): Availability | undefined {
    const { configuration } = this.options;
    if (configuration.disabledEngines.includes(engine.id))
      return unavailable('DISABLED', 'disabled by PARQUETFRAME_DISABLE_ENGINES', 'take it out of the variable');
    if (configuration.disableRust && engine.module.manifest.native)
      return unavailable('DISABLED', 'native engines are disabled by PARQUETFRAME_DISABLE_RUST', 'unset the variable');
    try {
      checkModule(engine.module);
      return undefined;
    } catch (error) {
      return unavailable(
        error instanceof ParquetFrameError ? error.code : 'INVALID_MANIFEST',
        messageOf(error),
        `install a version of the engine for contract ${String(CONTRACT_VERSION)}`,
      );
    }
  }

  async #probe(engine: RegisteredEngine): Promise<Availability> {
    const limit = this.options.probeLimit ?? engine.module.probeLimit ?? PROBE_LIMIT;
    const controller = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Availability>(resolve => {
      timer = setTimeout(() => {
        controller.abort();
        resolve(
          unavailable(
            'PROBE_TIMEOUT',
            `it did not answer its probe within ${String(limit)} ms`,
            'check what the engine waits for',
          ),
        );
      }, limit);
    });
    try {
      const answer: unknown = await Promise.race([engine.module.probe({ signal: controller.signal }), late]);
      if (isAvailability(answer)) return answer;
      return unavailable(
        'ENGINE_DEFECT',
        'its probe gave no answer that the contract knows',
        'report it to the author of the engine',
      );
    } catch (error) {
      return unavailable(
        'ENGINE_UNAVAILABLE',
        `its probe failed: ${messageOf(error)}`,
        'reinstall the engine, or report it to its author',
      );
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map(engine => engine.close()));
  }
}

export const unavailable = (code: string, reason: string, remedy: string): Availability => ({
  available: false,
  code,
  reason,
  remedy,
});
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
