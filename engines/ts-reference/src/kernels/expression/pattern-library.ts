import { functionsOf, type Expression } from '@parquetframe/core/engine';
import type * as Library from 're2js';

/** Functions that need it. */
const PATTERN_FUNCTIONS: ReadonlySet<string> = new Set(['matches', 'countMatches', 'extract', 'extractAll', 'replaceRegex']);

let library: typeof Library | undefined;

/** The library of regular expressions, once it is there. */
export function patternLibrary(): typeof Library {
  if (library) return library;
  throw new TypeError('expressions with patterns are evaluated before their library is loaded');
}

/** Loads it for the first expression that needs it: most programs have none. Undefined where there is nothing to wait for. */
export function loadPatterns(expressions: readonly Expression[]): Promise<void> | undefined {
  if (library || !expressions.some(expression => [...functionsOf(expression)].some(name => PATTERN_FUNCTIONS.has(name))))
    return undefined;
  return import('re2js').then(loaded => {
    library = loaded;
  });
}
