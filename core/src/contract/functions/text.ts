import { functions } from './definition.js';
import { signature } from './signature.js';

const strict = { nulls: 'operands', fails: () => false } as const;
const SAME_TYPE = 'that of the text; a dictionary is decoded';

export const TEXT_FUNCTIONS = functions({
  upper: {
    ...strict,
    ...signature({ of: 'text', gives: 'same' }),
    summary:
      'All letters in upper case, by the full mapping of Unicode 15.1 without a locale: `straße` is `STRASSE`. Letters that later versions gave an upper case stay.',
    type: SAME_TYPE,
  },
  contains: {
    ...strict,
    ...signature({ of: 'text', takes: ['text'], gives: 'bool' }),
    summary: 'Whether the second text is a part of the first, code point by code point; the empty text is a part of any.',
    type: 'bool',
  },
  startsWith: {
    ...strict,
    ...signature({ of: 'text', takes: ['text'], gives: 'bool' }),
    summary: 'Whether the first text begins with the second; every text begins with the empty one.',
    type: 'bool',
  },
  endsWith: {
    ...strict,
    ...signature({ of: 'text', takes: ['text'], gives: 'bool' }),
    summary: 'Whether the first text ends with the second; every text ends with the empty one.',
    type: 'bool',
  },
});
