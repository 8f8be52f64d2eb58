import { canonicalJson, type Json } from '../data/json.js';
import type { OperationDefinition, OperationOptions } from './operation.js';
import type { OptionDefinition } from './option.js';

/**
 * The least revision of an operation that a call with these options (defaults filled in) needs: that of the newest thing it uses. An engine of that
 * revision serves it, whatever the catalogue has gained since.
 */
export function neededRevision(
  { since = 1, meaningSince = since, options }: Pick<OperationDefinition, 'since' | 'meaningSince' | 'options'>,
  given: OperationOptions,
): number {
  let needed = Math.max(since, meaningSince);
  for (const [name, option] of Object.entries(options)) {
    const value = given[name];
    if (isUsed(option, value)) needed = Math.max(needed, optionRevision(option, value));
  }
  return needed;
}

/** The option whose use needs a revision newer than `revision`, for the message that says so. */
export function newerOption(
  { options }: Pick<OperationDefinition, 'options'>,
  given: OperationOptions,
  revision: number,
): { readonly name: string; readonly since: number } | undefined {
  for (const [name, option] of Object.entries(options)) {
    const value = given[name];
    const since = isUsed(option, value) ? optionRevision(option, value) : 1;
    if (since > revision) return { name, since };
  }
  return undefined;
}

const optionRevision = ({ since, meaningSince = since, valueSince }: OptionDefinition, value: unknown): number =>
  Math.max(since, meaningSince, valueSince?.(value) ?? 1);

/** An option at its default, or null where that means "not given", is not used: engines from before it do the same. */
function isUsed({ default: standard, nullable }: OptionDefinition, value: unknown): boolean {
  if (value === undefined || value === standard) return false;
  if (value === null) return nullable !== true || standard !== undefined;
  if (standard === undefined || standard === null || typeof standard !== 'object' || typeof value !== 'object') return true;
  return canonicalJson(value as Json) !== canonicalJson(standard);
}
