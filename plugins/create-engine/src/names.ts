import { builtinModules } from 'node:module';
import { CreateEngineError } from './error.js';

/** What a new engine is called, in all places where it has a name. */
export interface EngineNames {
  /** the npm package: `@me/engine-fast` */
  readonly packageName: string;
  /** the engine in plans and messages: `fast` */
  readonly id: string;
  /** the function that the package exports: `fastEngine` */
  readonly functionName: string;
}

/** Engines of ParquetFrame, and words that mean something else where an engine is named. */
const TAKEN = new Set([
  'ts-reference',
  'worker-pool',
  'rust-napi',
  'rust-neon',
  'auto',
  'none',
  'core',
  'heap',
  'shared',
  'file',
]);
const PART = /^[a-z0-9][a-z0-9._-]*$/;
const ID = /^[a-z][a-z0-9-]*$/;
const LONGEST = 214;

const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/**
 * @param id by default the last part of the package's name, without `engine-`, `parquetframe-` or `parquetframe-engine-` before it
 * @throws CreateEngineError `INVALID_ARGUMENT`
 */
export function engineNames(packageName: string, id: string = idOf(packageName)): EngineNames {
  const problem = packageProblem(packageName);
  if (problem !== undefined)
    throw new CreateEngineError(
      'INVALID_ARGUMENT',
      `${quoted(packageName)} cannot be the name of an npm package: ${problem}; use a name such as engine-fast or @me/engine-fast`,
    );
  if (!ID.test(id))
    throw new CreateEngineError(
      'INVALID_ARGUMENT',
      `${quoted(id)} cannot be the id of an engine: an id has lower-case letters, digits and hyphens, and begins with a letter; give another one with --id`,
    );
  if (TAKEN.has(id))
    throw new CreateEngineError('INVALID_ARGUMENT', `the engine id ${quoted(id)} is taken; give another one with --id`);
  return { packageName, id, functionName: functionName(id) };
}

function packageProblem(name: string): string | undefined {
  const parts = name.startsWith('@') ? name.slice(1).split('/') : [name];
  if (name.length > LONGEST) return `it is longer than ${String(LONGEST)} characters`;
  if (name.startsWith('@') && parts.length !== 2) return 'a name that begins with @ has a scope and one name, @scope/name';
  if (!parts.every(part => PART.test(part)))
    return 'its parts have lower-case letters, digits, hyphens, dots and underscores, and begin with a letter or digit';
  if (name === 'node_modules' || builtinModules.includes(name)) return 'it means something else to Node';
  return undefined;
}

const idOf = (packageName: string): string =>
  (packageName.split('/').at(-1) ?? '')
    .replace(/^parquetframe-/, '')
    .replace(/^engine-/, '')
    .replaceAll(/[._]+/g, '-');

/** Ends in `Engine`, so that no word of the language is hit. */
function functionName(id: string): string {
  const camel = id.replaceAll(/-+([a-z0-9]?)/g, (_, letter: string) => letter.toUpperCase());
  return /engine$/i.test(camel) && camel.length > 'engine'.length ? camel : `${camel}Engine`;
}
