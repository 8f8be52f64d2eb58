import { familyOf, isInteger, isString, valueType, type DataType } from '../data/types.js';
import { mean, ordered, total } from './aggregate-types.js';
import { functions, type ScalarFunctionDefinition } from './definition.js';
import { INT64 } from './numeric-types.js';
import { faultOfPattern } from './patterns.js';
import { signature } from './signature.js';

const BOOL: DataType = { id: 'bool' };
const UTF8: DataType = { id: 'utf8' };
const TEXTS: DataType = { id: 'list', item: { name: 'item', type: UTF8, nullable: true } };
const longer = { nulls: 'operands', fails: () => true, errors: 'OUT_OF_MEMORY for texts of 2 GiB and more' } as const;

/** The type of the items of a list. */
function itemOf(type: DataType | undefined): DataType | undefined {
  return type && 'item' in type ? valueType(type.item.type) : undefined;
}

const listOf = (type: DataType): DataType => ({ id: 'list', item: { name: 'item', type, nullable: true } });
const INTS = listOf(INT64);

/** An aggregate of the items of each list. */
const aggregated = (accepts: string, result: (item: DataType) => DataType | undefined) =>
  ({
    arity: 1,
    method: { of: 'list', gives: 'any' },
    accepts,
    result: ([type]) => {
      const item = itemOf(type);
      return item && result(item);
    },
    operand: () => INTS,
    nulls: 'own',
    fails: () => false,
  }) as const satisfies Partial<ScalarFunctionDefinition>;

/** A list of some of the items of each list, in the same order or in another. */
const listed = (accepts: string, fits: (item: DataType) => boolean = () => true) =>
  ({ ...ordering(accepts, fits), method: { of: 'list', gives: 'list' } }) as const satisfies Partial<ScalarFunctionDefinition>;

/** The same without a method that follows from the record. */
function ordering(accepts: string, fits: (item: DataType) => boolean) {
  return {
    arity: 1,
    accepts,
    result: ([type]) => {
      const item = itemOf(type);
      return item && fits(item) ? listOf(item) : undefined;
    },
    operand: (): DataType => TEXTS,
    nulls: 'operands',
    fails: () => false,
    type: 'list<T> of lists of T; values of a dictionary',
  } as const satisfies Partial<ScalarFunctionDefinition>;
}

const comparable = (item: DataType): boolean => familyOf(item) !== 'nested';

/** The order of the items, and where those that are null come. */
const LIST_ORDERS = ['ascending', 'descending'] as const;
const LIST_NULLS = ['last', 'first'] as const;

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
  listContains: {
    arity: 2,
    method: { of: 'list', takes: ['any'], gives: 'bool' },
    accepts: 'a list and a value that can be compared with its items',
    result: ([list, value]) => {
      const item = itemOf(list);
      if (!list || !value || (!item && list.id !== 'null')) return undefined;
      const isOpen = !item || value.id === 'null';
      const family = familyOf(isOpen ? (item ?? value) : value);
      return family !== 'nested' && (isOpen || family === familyOf(item)) ? BOOL : undefined;
    },
    beside: itemOf,
    fractions: true,
    nulls: 'operands',
    fails: () => false,
    summary: 'Whether an item equals the value, as `eq` says: NaN equals itself, -0 equals 0. Items that are null equal nothing.',
    type: 'bool',
  },
  listSum: {
    ...aggregated('a list of numbers or durations', total),
    fails: ({ id }) => id !== 'float64',
    summary: 'The sum of the items, as the aggregate sum says: nulls are left out, and of no items it is null.',
    type: 'int64 of integers, float64 of floats, decimal(38, s) of decimal(p, s), duration[u] of duration[u]',
    errors: 'INTEGER_OVERFLOW, DECIMAL_OVERFLOW, only if the total itself does not fit',
  },
  listMean: {
    ...aggregated('a list of numbers or durations', mean),
    summary: 'The mean of the items, as the aggregate mean says: nulls are left out, and of no items it is null.',
    type: 'float64 of numbers, duration[u] of duration[u]',
  },
  listMin: {
    ...aggregated('a list of values that have an order', ordered),
    summary: 'The least item, NaN only if there is no number, -0 before 0; nulls are left out, and of no items it is null.',
    type: 'that of the items; of a dictionary that of its values',
  },
  listMax: {
    ...aggregated('a list of values that have an order', ordered),
    summary: 'The greatest item, NaN if there is one, 0 before -0; nulls are left out, and of no items it is null.',
    type: 'that of the items; of a dictionary that of its values',
  },
  listSort: {
    ...ordering('a list of values that have an order', comparable),
    optional: 2,
    operand: index => (index === 0 ? TEXTS : UTF8),
    choices: { 1: LIST_ORDERS, 2: LIST_NULLS },
    summary:
      'The items in order, as sort has it: NaN after all numbers, -0 equal to 0, equal items in the order that they had; `ascending` or `descending`, nulls `last` or `first`. As a method: `l.listSort({ descending, nulls })`, by default ascending and nulls last in either direction.',
  },
  listMap: {
    arity: 2,
    items: { body: 1 },
    accepts: 'a list, and an expression of its items',
    result: ([type, value]) => (itemOf(type) && value ? listOf(valueType(value)) : undefined),
    operand: index => (index === 0 ? TEXTS : undefined),
    nulls: 'own',
    fails: () => false,
    text: ([list = '', value = '']) => `listMap(${list}, item => ${value})`,
    summary:
      'The list of what an expression gives for each item, nulls included; columns in it are those of the row that the list is in. As a method: `l.listMap(item => item.mul(2))`.',
    type: 'list of the type of the expression; values of a dictionary',
  },
  listFilter: {
    arity: 2,
    items: { body: 1 },
    accepts: 'a list, and a condition on its items',
    result: ([type, condition]) => {
      const item = itemOf(type);
      return item && condition && ['bool', 'null'].includes(condition.id) ? listOf(item) : undefined;
    },
    operand: index => (index === 0 ? TEXTS : BOOL),
    nulls: 'own',
    fails: () => false,
    text: ([list = '', value = '']) => `listFilter(${list}, item => ${value})`,
    summary:
      'The items for which a condition is true, in their order; a condition that is null is not true. As a method: `l.listFilter(item => item.gt(0))`.',
    type: 'list<T> of lists of T; values of a dictionary',
  },
  listReverse: { ...listed('a list'), summary: 'The items from the last to the first, nulls included.' },
  listUnique: {
    ...listed('a list of values that can be compared', comparable),
    summary:
      'Each item once, the first of equal ones, in the order in which they appear: NaN equals itself, -0 equals 0, and null is an item too.',
  },
  listSlice: {
    ...listed('a list, an integer and an integer if given'),
    arity: 2,
    optional: 1,
    method: { of: 'list', takes: ['integer', 'integer?'], gives: 'list' },
    result: ([type, ...places]) => {
      const item = itemOf(type);
      return item && places.every(place => isInteger(valueType(place))) ? listOf(item) : undefined;
    },
    operand: index => (index === 0 ? TEXTS : INT64),
    summary:
      'From the place that the second operand states, 0 being the first, as many items as the third states, or all that follow. A negative place counts from the end: -1 is the last item; places before the beginning and after the end hold nothing, and fewer than none are none.',
  },
});
