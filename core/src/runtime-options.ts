import {
  checkOptionNames,
  hasMembers,
  optionNames,
  ParquetFrameError,
  received,
  unknownOption,
} from './contract/errors/index.js';
import { moduleFault } from './contract/index.js';
import { Datasets } from './dispatch/run/datasets.js';
import type { Int64 } from './frame/index.js';
import { quarantineRule } from './registry/index.js';
import type { RuntimeOptions } from './runtime.js';
import { SERVICE_NAMES } from './services.js';

const LIMITS = {
  threads: { accepts: 'an integer from 1 to 1024', check: (n: number) => Number.isInteger(n) && n >= 1 && n <= 1024 },
  probeLimit: { accepts: 'milliseconds, more than 0', check: (n: number) => n > 0 && n < 2 ** 31 },
  memory: { accepts: 'bytes, 1 or more, or a string such as "2 GB"', check: (n: number) => n >= 1 },
} as const;

const CHOICES = {
  mode: ['estimate', 'measure', 'wisdom-only'],
  uncertified: ['allow', 'refuse'],
  int64: ['bigint', 'number', 'string'],
} as const;

const OPTIONS = optionNames<RuntimeOptions>()({
  engines: true,
  plugins: true,
  engine: true,
  uncertified: true,
  wisdom: true,
  mode: true,
  memory: true,
  threads: true,
  int64: true,
  datasets: true,
  quarantine: true,
  services: true,
  storage: true,
  probeLimit: true,
});
/** What the message lists: not what is only handed over inside. */
const PUBLIC = OPTIONS.filter(name => name !== 'datasets');

/** Refuses what the compiler would have refused, and numbers that would hang or starve every call. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkRuntimeOptions(options: RuntimeOptions<Int64>): void {
  requireNotEngines(options);
  checkOptionNames('createRuntime', options, OPTIONS, PUBLIC);
  for (const name of ['engine', 'wisdom'] as const) {
    const value: unknown = options[name];
    if (value !== undefined && (typeof value !== 'string' || value === ''))
      refuse(name, name === 'engine' ? 'the id of an engine' : 'a path, or "off"', value);
  }
  for (const name of ['threads', 'probeLimit', 'memory'] as const) {
    const value: unknown = options[name];
    if (value === undefined || (name === 'memory' && typeof value === 'string')) continue;
    const { accepts, check } = LIMITS[name];
    if (typeof value !== 'number' || !check(value)) refuse(name, accepts, value);
  }
  const { datasets }: { readonly datasets?: unknown } = options;
  if (datasets !== undefined && !(datasets instanceof Datasets)) throw unknownOption('createRuntime', 'datasets', PUBLIC);
  quarantineRule(options.quarantine);
  checkServices(options.services);
  checkStorage(options.storage);
  for (const name of ['mode', 'uncertified', 'int64'] as const) {
    const value: unknown = options[name];
    const choices: readonly unknown[] = CHOICES[name];
    if (value !== undefined && !choices.includes(value)) refuse(name, `one of ${choices.join(', ')}`, value);
  }
}

/** The usual slip: the engines by themselves. */
function requireNotEngines(options: unknown): void {
  const given: readonly unknown[] = Array.isArray(options) ? options : [options];
  const isEngine = (value: unknown): boolean =>
    typeof value === 'function' || (hasMembers(value) && moduleFault(value) === undefined);
  if (given.length > 0 && given.every(isEngine))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      'createRuntime takes its engines among its options, as in createRuntime({ engines: [tsReference()] }); received ' +
        (Array.isArray(options) ? 'an array of engines' : 'an engine'),
    );
}

/** What each service must have. */
const SERVICES: { readonly [name in (typeof SERVICE_NAMES)[number]]: readonly string[] } = {
  clock: ['now'],
  logger: ['debug'],
  wisdom: ['read', 'write'],
  admission: ['acquire', 'announce', 'borrow', 'giveBack'],
  storage: ['scratch', 'close'],
};

function checkServices(services: unknown): void {
  if (services === undefined) return;
  checkOptionNames('createRuntime: services', services, SERVICE_NAMES);
  if (!hasMembers(services)) return;
  for (const name of SERVICE_NAMES) {
    const service = services[name];
    if (service === undefined) continue;
    const methods = SERVICES[name];
    const has = (method: string): boolean =>
      typeof service === 'object' && service !== null && typeof Reflect.get(service, method) === 'function';
    if (!methods.every(has))
      refuse(`services.${name}`, `an object with the method${methods.length > 1 ? 's' : ''} ${methods.join(', ')}`, service);
  }
}

/** Names of spaces that are core's, and schemes that are something else. */
const TAKEN: readonly string[] = ['heap', 'shared', 'file'];

function checkStorage(storage: unknown): void {
  if (storage === undefined) return;
  if (!Array.isArray(storage)) refuse('storage', 'an array of storage plugins', storage);
  const spaces = new Set<string>();
  for (const plugin of storage as readonly unknown[]) {
    const isPlugin =
      typeof plugin === 'object' &&
      plugin !== null &&
      'space' in plugin &&
      typeof plugin.space === 'string' &&
      /^[a-z][a-z0-9+.-]+$/.test(plugin.space) &&
      !TAKEN.includes(plugin.space) &&
      ['list', 'open'].every(method => typeof Reflect.get(plugin, method) === 'function');
    if (!isPlugin)
      refuse('storage', 'an array of storage plugins, each with `space` (a scheme such as "s3"), `list` and `open`', plugin);
    const { space } = plugin as { readonly space: string };
    if (spaces.has(space)) refuse('storage', `at most one plugin for the scheme ${space}`, 'two');
    spaces.add(space);
  }
}

function refuse(name: string, accepts: string, value: unknown): never {
  throw new ParquetFrameError('INVALID_ARGUMENT', `createRuntime: ${name} must be ${accepts}, received ${received(value)}`, {
    details: { option: name },
  });
}
