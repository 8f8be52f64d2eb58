import { CONTRACT_VERSION, type EngineModule } from '../contract/index.js';
import { quarantineRule } from './quarantine.js';
import { ParquetFrameError } from '../contract/errors/index.js';

const ID = /^[a-z][a-z0-9-]*(@[a-z][a-z0-9-]*)?$/;
const VERSION = /^\d+\.\d+\.\d+/;
const OPERATION = /^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$/;
const CLASSES: readonly unknown[] = ['exact', 'epsilon', 'equivalence'];

type Fields = { readonly [field: string]: unknown };
type Check = (value: unknown, path: string) => readonly string[];

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const must =
  (what: string, holds: (value: unknown) => boolean): Check =>
  (value, path) =>
    holds(value) ? [] : [`${path === '' ? '/' : path} must ${what}`];
const text = (pattern: RegExp, what: string): Check => must(what, value => typeof value === 'string' && pattern.test(value));

/** An object with these fields and no others. */
const fields =
  (required: { readonly [field: string]: Check }, optional: { readonly [field: string]: Check } = {}): Check =>
  (value, path) => {
    if (!isObject(value)) return [`${path === '' ? '/' : path} must be an object`];
    const absent = Object.keys(required).filter(field => !Object.hasOwn(value, field));
    const given = Object.entries(value).flatMap(([field, own]) => {
      const known = { ...required, ...optional };
      const check = Object.hasOwn(known, field) ? known[field] : undefined;
      return check
        ? check(own, `${path}/${field}`)
        : [`${path === '' ? '/' : path} must not have the field ${JSON.stringify(field)}`];
    });
    return [...absent.map(field => `${path === '' ? '/' : path} must have the field ${field}`), ...given];
  };

const names = must(
  'be an array of different strings',
  value => Array.isArray(value) && value.every(name => typeof name === 'string') && new Set(value).size === value.length,
);

const claim = fields(
  {
    revision: must('be an integer of at least 1', value => Number.isInteger(value) && Number(value) >= 1),
    class: must('be one of exact, epsilon, equivalence', value => CLASSES.includes(value)),
  },
  { functions: names },
);

const claims: Check = (value, path) =>
  isObject(value)
    ? Object.entries(value).flatMap(([operation, own]) => [
        ...text(OPERATION, 'be named like table.filter')(operation, `${path}/${operation}`),
        ...claim(own, `${path}/${operation}`),
      ])
    : [`${path} must be an object`];

const string = must('be a string', value => typeof value === 'string');

/** Every field of an `engine.json` that is wrong. Written by hand: a validator for all JSON schemas takes longer to load than everything else a first answer needs. */
export const manifestProblems: (manifest: unknown) => readonly string[] = manifest =>
  fields(
    {
      id: text(ID, 'be in lower case, like fast or fast@process'),
      version: text(VERSION, 'begin like 1.2.3'),
      native: must('be true or false', value => typeof value === 'boolean'),
      operations: claims,
    },
    { $schema: string, description: string },
  )(manifest, '');

/** @throws ParquetFrameError `CONTRACT_VERSION`, `INVALID_MANIFEST` naming every wrong field */
export function checkModule(module: EngineModule): void {
  const contract: unknown = module.contract;
  if (contract !== CONTRACT_VERSION) {
    throw new ParquetFrameError(
      'CONTRACT_VERSION',
      `engine ${module.manifest.id} is written for contract ${String(contract)}, this core has contract ${String(CONTRACT_VERSION)}; install versions that belong together`,
    );
  }
  quarantineRule(module.quarantine);
  const id: string = module.manifest.id;
  const problems = manifestProblems(module.manifest);
  if (problems.length > 0)
    throw new ParquetFrameError('INVALID_MANIFEST', `the manifest of engine ${id} is not valid: ${problems.join('; ')}`);
}
