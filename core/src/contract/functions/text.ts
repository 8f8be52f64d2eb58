import { isString, valueType } from '../data/types.js';
import { functions } from './definition.js';

export const TEXT_FUNCTIONS = functions({
  upper: {
    arity: 1,
    accepts: 'a text',
    result: ([type]) => (type && isString(type) ? valueType(type) : undefined),
    nulls: 'operands',
    fails: () => false,
    method: { of: 'text', gives: 'same' },
    summary:
      'All letters in upper case, by the full mapping of Unicode 15.1 without a locale: `straße` is `STRASSE`. Letters that later versions gave an upper case stay.',
    type: 'that of the text; a dictionary is decoded',
  },
});
