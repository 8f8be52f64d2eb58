import type { Configuration } from '../configuration.js';
import type { Engine, EngineContext, EngineModule, QuarantineRule, Transfer } from '../contract/index.js';
import { didYouMean, ParquetFrameError, quoted } from '../contract/errors/index.js';
import { probe, refusal } from './probe.js';
import { Quarantine, quarantineRule } from './quarantine.js';
import { RegisteredEngine } from './registered-engine.js';

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
        const { configuration, probeLimit } = this.options;
        engine.availability = refusal(engine.module, configuration) ?? (await probe(engine.module, probeLimit));
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map(engine => engine.close()));
  }
}
