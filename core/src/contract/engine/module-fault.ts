import { hasMembers, received } from '../errors/index.js';

/** What was given in the place of an engine module, in words; undefined: it is one. What its manifest says is checked where it is used: a broken engine is listed with its reason. */
export function moduleFault(value: unknown): string | undefined {
  if (typeof value === 'function')
    return `the function ${value.name === '' ? '' : `${value.name} `}itself; call it, as in [tsReference()]`;
  const isModule = hasMembers(value) && hasMembers(value['manifest']) && 'probe' in value && 'open' in value;
  return isModule ? undefined : received(value);
}
