import { ParquetFrameError, addFunctions, findFunction, functionsCalled } from '@parquetframe/core/engine';
import type { PluginFunction, Step } from '@parquetframe/core/engine';

/** Where threads find a function of a user. */
export interface FunctionModule {
  readonly name: string;
  /** URL of the module that defines it */
  readonly module: string;
}

/** Whether threads can evaluate a function of a user. */
export const hasModule = (name: string): boolean => findFunction(name)?.module !== undefined;

/** Where threads find the functions of a step that are not their own. */
export const functionModules = (step: Step): readonly FunctionModule[] =>
  [...functionsCalled(step)].flatMap(name => {
    const module = findFunction(name)?.module;
    return module === undefined ? [] : [{ name, module }];
  });

/**
 * Imports the modules of functions that this thread does not know yet.
 * @throws ParquetFrameError `UNSUPPORTED_EXPRESSION`, with which the next engine takes over
 */
export async function loadFunctions(functions: readonly FunctionModule[]): Promise<void> {
  for (const { name, module } of functions) {
    if (findFunction(name)) continue;
    const exported = await imported(name, module);
    if (findFunction(name)) continue;
    const found = Object.values(exported).find((each): each is PluginFunction => isNamed(each, name));
    if (!found) throw missing(name, module, 'it does not define the function when it is imported');
    addFunctions([found]);
  }
}

async function imported(name: string, module: string): Promise<object> {
  try {
    const exported: unknown = await import(module);
    return typeof exported === 'object' && exported !== null ? exported : {};
  } catch (cause) {
    throw missing(name, module, cause instanceof Error ? cause.message : String(cause));
  }
}

const isNamed = (value: unknown, name: string): boolean =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  'definition' in value &&
  'name' in value &&
  value.name === name;

const missing = (name: string, module: string, why: string): ParquetFrameError =>
  new ParquetFrameError(
    'UNSUPPORTED_EXPRESSION',
    `the function ${name} cannot be had in a thread from its module ${module}: ${why}`,
    { details: { function: name, module } },
  );
