import { ParquetFrameError } from '../errors/index.js';
import type { EngineModule } from './contract.js';
import { moduleFault } from './module-fault.js';

const KEY = Symbol.for('parquetframe.registry@1');

/** What `<engine>/register` fills. The only global state: two copies of core meet here, so it is plain data under a registered symbol. */
interface DefaultRegistry {
  readonly engines: EngineModule[];
}

function defaultRegistry(): DefaultRegistry {
  const host = globalThis as { [KEY]?: DefaultRegistry | undefined };
  return (host[KEY] ??= { engines: [] });
}

/** Adds an engine to the process-wide default registry; a second registration of the same id replaces the first. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function registerEngine(module: EngineModule): void {
  const fault = moduleFault(module);
  if (fault !== undefined)
    throw new ParquetFrameError('INVALID_ARGUMENT', `registerEngine takes an engine module; received ${fault}`);
  const { engines } = defaultRegistry();
  const known = engines.findIndex(other => other.manifest.id === module.manifest.id);
  if (known >= 0) engines[known] = module;
  else engines.push(module);
}

/** Engines that `<engine>/register` entries have added, in order of registration. */
export const registeredEngines = (): readonly EngineModule[] => [...defaultRegistry().engines];
