import type { Configuration } from '../configuration.js';
import { CONTRACT_VERSION, type Availability, type EngineModule } from '../contract/index.js';
import { ParquetFrameError } from '../contract/errors/index.js';
import { messageOf, unavailable } from './availability.js';
import { checkModule } from './manifest.js';

const PROBE_LIMIT = 5_000;

/** Why an engine is not even asked: it is disabled, or what it says of itself is wrong. */
export function refusal(module: EngineModule, configuration: Configuration): Availability | undefined {
  const { id } = module.manifest;
  if (configuration.disabledEngines.includes(id))
    return unavailable('DISABLED', 'disabled by PARQUETFRAME_DISABLE_ENGINES', 'take it out of the variable');
  if (configuration.disableRust && module.manifest.native)
    return unavailable('DISABLED', 'native engines are disabled by PARQUETFRAME_DISABLE_RUST', 'unset the variable');
  try {
    checkModule(module);
    return undefined;
  } catch (error) {
    return unavailable(
      error instanceof ParquetFrameError ? error.code : 'INVALID_MANIFEST',
      messageOf(error),
      `install a version of the engine for contract ${String(CONTRACT_VERSION)}`,
    );
  }
}

/** What an engine answers within the limit: that of the runtime, else of its module, else the default. */
export async function probe(module: EngineModule, runtimeLimit: number | undefined): Promise<Availability> {
  const limit = runtimeLimit ?? module.probeLimit ?? PROBE_LIMIT;
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Availability>(resolve => {
    timer = setTimeout(() => {
      controller.abort();
      resolve(
        unavailable('PROBE_TIMEOUT', `it did not answer its probe within ${String(limit)} ms`, 'check what the engine waits for'),
      );
    }, limit);
  });
  try {
    const answer: unknown = await Promise.race([module.probe({ signal: controller.signal }), late]);
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

const isAvailability = (value: unknown): value is Availability =>
  typeof value === 'object' && value !== null && 'available' in value && typeof value.available === 'boolean';
