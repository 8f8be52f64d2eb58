import { canonicalJson, type Json } from '../data/json.js';
import type { Kind } from '../data/replica.js';
import type { DataType } from '../data/types.js';
import { functionsOf, isExpression } from '../plan/index.js';
import type { OperationDefinition, OperationOptions } from './operation.js';
import { neededRevision } from './revision.js';

/** What a step asks of an engine beyond its operation: what a certificate must name, and what the kit records. */
export interface UsedFeatures {
  /** scalar and aggregate functions */
  readonly functions: readonly string[];
  /** ids of the column types of its inputs and its result */
  readonly types: readonly string[];
  /** options that are not the default, with the value where there are only so many; `*` otherwise */
  readonly options: readonly { readonly name: string; readonly value: string }[];
  /** the newest revision of the operation that it uses anything of */
  readonly revision: number;
}

/** `options` may have defaults filled in or not. */
export function usedFeatures(
  definition: OperationDefinition,
  options: OperationOptions,
  binding: Json,
  kinds: readonly Kind[],
): UsedFeatures {
  const used = Object.entries(definition.options).filter(([name, option]) => {
    const given = options[name];
    return given !== undefined && given !== null && !isDefault(given, option.default);
  });
  return {
    functions: functionsIn(binding),
    types: [...new Set(kinds.flatMap(kind => (kind.kind === 'table' ? kind.schema.flatMap(f => typeIds(f.type)) : [])))].sort(),
    options: used.map(([name, { choices }]) => ({ name, value: valueText(options[name], choices) })),
    revision: neededRevision(definition, options),
  };
}

/** Options need not be JSON, but their defaults are. */
function isDefault(given: unknown, usual: Json | undefined): boolean {
  if (given === usual) return true;
  if (typeof given !== 'object' || typeof usual !== 'object' || !Array.isArray(given) || !Array.isArray(usual)) return false;
  return given.every(item => typeof item === 'string') && canonicalJson(given) === canonicalJson(usual);
}

function valueText(value: unknown, choices: readonly string[] | undefined): string {
  const text = typeof value === 'boolean' || typeof value === 'string' ? String(value) : undefined;
  return text !== undefined && choices?.includes(text) === true ? text : '*';
}

/** Names of all functions in a binding: those of expressions, and those that an entry names as its `function`. */
export function functionsIn(binding: Json): readonly string[] {
  const found = new Set<string>();
  const visit = (value: Json): void => {
    if (value === null || typeof value !== 'object') return;
    if (isExpression(value)) {
      functionsOf(value, found);
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'function' && typeof inner === 'string') found.add(inner);
      else visit(inner);
    }
  };
  visit(binding);
  return [...found].sort();
}

function typeIds(type: DataType): readonly string[] {
  switch (type.id) {
    case 'dictionary':
      return [type.id, ...typeIds(type.values)];
    case 'list':
    case 'largeList':
    case 'fixedSizeList':
      return [type.id, ...typeIds(type.item.type)];
    case 'struct':
      return [type.id, ...type.fields.flatMap(f => typeIds(f.type))];
    default:
      return [type.id];
  }
}
