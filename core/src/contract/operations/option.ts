import type { Json } from '../data/json.js';
import { hasMembers } from '../errors/index.js';

/** What kind of value an option takes, for tools that make flags or forms of it; `vertices`: ids of vertices of the graph. */
export type OptionKind = 'integer' | 'number' | 'boolean' | 'string' | 'choice' | 'strings' | 'vertices' | 'list' | 'any';

export interface OptionDefinition {
  /** default `any` */
  readonly kind?: OptionKind;
  /** `binding`: part of the signature; `argument`: passed to `run`; `expression` and `derived` are bound by the operation itself */
  readonly placement: 'binding' | 'argument' | 'expression';
  /** revision that brought it; a step that uses it needs an engine of that revision */
  readonly since: number;
  /** revision that last changed what it means; default `since` */
  readonly meaningSince?: number;
  /** revision that a value needs, where values came later than the option; 1 for all others */
  readonly valueSince?: (value: unknown) => number;
  readonly description: string;
  /** completes "must be …" */
  readonly accepts: string;
  readonly required?: true;
  readonly nullable?: true;
  readonly default?: Json;
  /** all values, where they can be counted */
  readonly choices?: readonly string[];
  check(value: unknown): boolean;
}

/** Holes are looked at as well: `every` passes over them. */
export const isListOf = (value: unknown, accepts: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && Array.from<unknown>(value).every(accepts);

type Common = Omit<OptionDefinition, 'kind' | 'check' | 'accepts' | 'since'> & { readonly since?: number };
const option = (kind: OptionKind, common: Common, accepts: string, check: (value: unknown) => boolean): OptionDefinition => ({
  kind,
  since: 1,
  ...common,
  accepts,
  check,
});

export const integerOption = (common: Common, min: number, max: number = Number.MAX_SAFE_INTEGER): OptionDefinition =>
  option(
    'integer',
    common,
    `an integer from ${String(min)} to ${String(max)}`,
    v => Number.isSafeInteger(v) && (v as number) >= min && (v as number) <= max,
  );
export const numberOption = (common: Common, min: number, max: number): OptionDefinition =>
  option('number', common, `a number from ${String(min)} to ${String(max)}`, v => typeof v === 'number' && v >= min && v <= max);
export const booleanOption = (common: Common): OptionDefinition =>
  option('boolean', { ...common, choices: ['false', 'true'] }, 'true or false', v => typeof v === 'boolean');
export const stringOption = (common: Common, accepts = 'a non-empty string'): OptionDefinition =>
  option('string', common, accepts, v => typeof v === 'string' && v.length > 0);
/** One of the values of a choice: its name alone, or also the revision that brought it or last changed what it means. */
export type Choice = string | { readonly value: string; readonly since: number; readonly meaningSince?: number };
export function choiceOption(common: Common, choices: readonly Choice[]): OptionDefinition {
  const revisions = new Map<unknown, number>(
    choices.map(c => (typeof c === 'string' ? [c, 1] : [c.value, Math.max(c.since, c.meaningSince ?? 1)])),
  );
  const names = [...revisions.keys()].map(name => JSON.stringify(name)).join(', ');
  return option(
    'choice',
    { ...common, choices: [...revisions.keys()].map(String), valueSince: value => revisions.get(value) ?? 1 },
    `one of ${names}`,
    v => revisions.has(v),
  );
}
export const stringsOption = (common: Common, accepts = 'an array of column names'): OptionDefinition =>
  option('strings', common, accepts, v => isListOf(v, item => typeof item === 'string'));
export const listOption = (common: Common, accepts: string, check: (item: unknown) => boolean): OptionDefinition =>
  option('list', common, accepts, v => Array.isArray(v) && v.length > 0 && isListOf(v, check));
/** A non-empty list of ids; the operation itself compares them with the type of the graph's ids. */
export const verticesOption = (common: Common): OptionDefinition => {
  const isId = (v: unknown): boolean => typeof v === 'number' || typeof v === 'bigint' || typeof v === 'string';
  return option(
    'vertices',
    common,
    'a non-empty array of vertex ids',
    v => Array.isArray(v) && v.length > 0 && isListOf(v, isId),
  );
};
/** Items of lists: an object with members that are accepted, and with no others, which would be lost. A check may accept `undefined` for one that can be left out. */
export const hasOnly = (item: unknown, members: { readonly [name: string]: (value: unknown) => boolean }): boolean =>
  hasMembers(item) &&
  Object.keys(item).every(name => Object.hasOwn(members, name)) &&
  Object.entries(members).every(([name, accepts]) => accepts(item[name]));
export const isName = (value: unknown): boolean => typeof value === 'string';

export const anyOption = (common: Common, accepts: string, check: (value: unknown) => boolean): OptionDefinition =>
  option('any', common, accepts, check);
