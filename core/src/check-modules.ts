import {
  checkOptionNames,
  hasMembers,
  isParquetFrameError,
  optionNames,
  ParquetFrameError,
  quoted,
  received,
} from './contract/errors/index.js';
import { defineFunction } from './contract/functions/index.js';
import { moduleFault, type Plugin, type PluginOperation } from './contract/index.js';

/** @throws ParquetFrameError `INVALID_ARGUMENT` for what is not an engine module: most often the factory itself, without its call */
export function checkModules(engines: unknown): void {
  if (!Array.isArray(engines))
    throw refused('engines must be an array of engine modules', moduleFault(engines) ?? 'one alone; write [engine]', ':');
  engines.forEach((engine: unknown, index) => {
    const fault = moduleFault(engine);
    if (fault !== undefined) throw refused(`engines[${String(index)}] is not an engine module`, fault, ':');
  });
}

const PLUGIN = optionNames<Plugin>()({ name: true, operations: true, functions: true, kinds: true, formats: true });
const OPERATION = optionNames<PluginOperation>()({ definition: true, reference: true, cases: true });

/** Plugins that say what they must, before any of what they bring is made known. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkPlugins(plugins: unknown): void {
  if (!Array.isArray(plugins))
    throw refused('createRuntime: plugins must be an array of plugins, each with its name and operations', received(plugins));
  plugins.forEach(checkPlugin);
}

function checkPlugin(plugin: unknown, index: number): void {
  const taker = `createRuntime: plugins[${String(index)}]`;
  if (!hasMembers(plugin)) throw refused(`${taker} is not a plugin, which has a name and operations`, received(plugin));
  const { name } = plugin;
  if (typeof name !== 'string' || name === '') throw refused(`${taker} must have a name`, received(name));
  const called = `the plugin ${quoted(name)}`;
  checkOptionNames(called, plugin, PLUGIN);
  if (plugin['operations'] === undefined)
    throw refused(`${called} must have operations, an empty array where it has none`, 'none');
  for (const list of ['operations', 'functions', 'kinds', 'formats'] as const)
    if (plugin[list] !== undefined && !Array.isArray(plugin[list]))
      throw refused(`${called}: ${list} must be an array`, received(plugin[list]));
  for (const [position, item] of itemsOf(plugin['operations'])) checkOperation(`${called}: operations[${position}]`, item);
  for (const [position, item] of itemsOf(plugin['functions'])) checkFunction(`${called}: functions[${position}]`, item);
  for (const [position, item] of itemsOf(plugin['formats']))
    if (!hasMembers(item) || typeof item['name'] !== 'string' || typeof item['footer'] !== 'function')
      throw refused(`${called}: formats[${position}] must be a format, with a name and a function footer`, received(item));
}

function checkOperation(taker: string, operation: unknown): void {
  const definition = hasMembers(operation) ? operation['definition'] : undefined;
  if (!hasMembers(operation) || !hasMembers(definition))
    throw refused(`${taker} must be an operation, with a definition and a function reference`, received(operation));
  checkOptionNames(taker, operation, OPERATION);
  const { name, revision, inputs, options, bind, sizes, work, classes } = definition;
  const needs: readonly (readonly [member: string, value: unknown, isThere: boolean])[] = [
    ['a name such as "geo.nearest"', name, typeof name === 'string' && /^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$/.test(name)],
    ['a revision, an integer from 1', revision, Number.isSafeInteger(revision) && Number(revision) >= 1],
    ['an array of inputs', inputs, Array.isArray(inputs)],
    ['an object of options', options, hasMembers(options)],
    ['an object of classes', classes, hasMembers(classes)],
    ['a function bind', bind, typeof bind === 'function'],
    ['a function sizes', sizes, typeof sizes === 'function'],
    ['a function work', work, typeof work === 'function'],
  ];
  for (const [member, value, isThere] of needs)
    if (!isThere) throw refused(`${taker}: its definition must have ${member}`, received(value));
  if (typeof operation['reference'] !== 'function')
    throw refused(`${taker} must have a function reference, which binds its reference kernel`, received(operation['reference']));
}

function checkFunction(taker: string, item: unknown): void {
  const isMade = hasMembers(item) || typeof item === 'function';
  if (!isMade || !('definition' in item) || !('name' in item) || typeof item.name !== 'string')
    throw refused(`${taker} must be made with defineFunction`, received(item));
  try {
    Reflect.apply(defineFunction, undefined, [item.name, item.definition]);
  } catch (cause) {
    if (!isParquetFrameError(cause)) throw cause;
    throw new ParquetFrameError('INVALID_ARGUMENT', `${taker}: ${cause.message}`, { cause, details: cause.details });
  }
}

const itemsOf = (list: unknown): readonly (readonly [position: string, item: unknown])[] =>
  Array.isArray(list) ? list.map((item: unknown, index) => [String(index), item]) : [];

const refused = (what: string, instead: string, between = ';'): ParquetFrameError =>
  new ParquetFrameError('INVALID_ARGUMENT', `${what}${between} received ${instead}`);
