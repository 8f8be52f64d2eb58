import { isInteger, isString, valueType, type DataType } from '../data/types.js';
import { functions } from './definition.js';
import { INT64 } from './numeric-types.js';
import { faultOfPattern } from './patterns.js';
import { signature } from './signature.js';

const UTF8: DataType = { id: 'utf8' };
const TEXTS: DataType = { id: 'list', item: { name: 'item', type: UTF8, nullable: true } };
const longer = { nulls: 'operands', fails: () => true, errors: 'OUT_OF_MEMORY for texts of 2 GiB and more' } as const;

/** The type of the items of a list. */
function itemOf(type: DataType | undefined): DataType | undefined {
  return type && 'item' in type ? valueType(type.item.type) : undefined;
}

/** Lists, and texts in parts. */
export const LIST_FUNCTIONS = functions({
  split: {
    ...longer,
    ...signature({ of: 'text', takes: ['text'], gives: 'list' }, () => TEXTS),
    summary:
      'The parts of the text between the places of the second text, from left to right; one part more than there are places, some of them perhaps empty. The empty text has no place.',
    type: 'list<utf8>',
  },
  extractAll: {
    ...longer,
    ...signature({ of: 'text', takes: ['constant text'], gives: 'list' }, () => TEXTS),
    check: ([, pattern]) => faultOfPattern(pattern),
    summary:
      'All matches of a pattern, as `countMatches` counts them; an empty list where there are none. Patterns as `matches` says.',
    type: 'list<utf8>',
  },
  listLength: {
    arity: 1,
    method: { of: 'list', gives: 'int64' },
    accepts: 'a list',
    result: ([type]) => (itemOf(type) ? INT64 : undefined),
    operand: () => TEXTS,
    nulls: 'operands',
    fails: () => false,
    summary: 'How many items it has, nulls included.',
    type: 'int64',
  },
  listGet: {
    arity: 2,
    method: { of: 'list', takes: ['integer'], gives: 'any' },
    accepts: 'a list and an integer',
    result: ([type, index]) => (index && isInteger(valueType(index)) ? itemOf(type) : undefined),
    operand: index => (index === 0 ? TEXTS : INT64),
    nulls: 'own',
    fails: () => false,
    summary: 'The item at a place, 0 being the first and -1 the last; null where there is none, and where the item is null.',
    type: 'that of the items; of a dictionary that of its values',
  },
  listJoin: {
    ...longer,
    arity: 2,
    method: { of: 'list', takes: ['text'], gives: 'utf8' },
    accepts: 'a list of texts and a text',
    result: ([type, separator]) => {
      const item = itemOf(type);
      return item && separator && isString(item) && isString(separator) ? UTF8 : undefined;
    },
    operand: index => (index === 0 ? TEXTS : UTF8),
    summary:
      'The texts of the list as one, with the second text between two of them. Nulls are left out; of no texts the empty text.',
    type: 'utf8',
  },
});
