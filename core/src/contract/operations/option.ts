import type { Json } from '../data/json.js';

export interface OptionDefinition {
  /** `binding`: part of the signature; `argument`: passed to `run`; `expression` and `derived` are bound by the operation itself */
  readonly placement: 'binding' | 'argument' | 'expression';
  /** revision of the operation that brought it; an engine that claims an older one declines */
  readonly since: number;
  readonly description: string;
  /** completes "must be …" */
  readonly accepts: string;
  readonly required?: true;
  readonly nullable?: true;
  readonly default?: Json;
  check(value: unknown): boolean;
}

type Common = Omit<OptionDefinition, 'check' | 'accepts' | 'since'> & { readonly since?: number };
const option = (common: Common, accepts: string, check: (value: unknown) => boolean): OptionDefinition => ({
  since: 1,
  ...common,
  accepts,
  check,
});

export const integerOption = (common: Common, min: number, max: number = Number.MAX_SAFE_INTEGER): OptionDefinition =>
  option(
    common,
    `an integer from ${String(min)} to ${String(max)}`,
    v => Number.isSafeInteger(v) && (v as number) >= min && (v as number) <= max,
  );
export const numberOption = (common: Common, min: number, max: number): OptionDefinition =>
  option(common, `a number from ${String(min)} to ${String(max)}`, v => typeof v === 'number' && v >= min && v <= max);
export const booleanOption = (common: Common): OptionDefinition => option(common, 'true or false', v => typeof v === 'boolean');
export const stringOption = (common: Common, accepts = 'a non-empty string'): OptionDefinition =>
  option(common, accepts, v => typeof v === 'string' && v.length > 0);
export const choiceOption = (common: Common, choices: readonly string[]): OptionDefinition =>
  option(common, `one of ${choices.map(c => JSON.stringify(c)).join(', ')}`, v => typeof v === 'string' && choices.includes(v));
export const stringsOption = (common: Common, accepts = 'an array of column names'): OptionDefinition =>
  option(common, accepts, v => Array.isArray(v) && v.every(item => typeof item === 'string'));
export const listOption = (common: Common, accepts: string, check: (item: unknown) => boolean): OptionDefinition =>
  option(common, accepts, v => Array.isArray(v) && v.length > 0 && v.every(check));
export const anyOption = (common: Common, accepts: string, check: (value: unknown) => boolean): OptionDefinition =>
  option(common, accepts, check);
