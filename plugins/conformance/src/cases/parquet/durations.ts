import type { OperationCase, Schema, TableData } from '@parquetframe/core/engine';
import { tableOf } from '../../values.js';
import { call, column, literal } from '../expressions.js';
import { INT_MAX, INT_MIN, duration } from '../functions/types.js';

/** Of Arrow C++: two row groups of durations, integers and lists of durations. Parquet has no durations, so that an Arrow schema in the footer says which integers are some. */
const BY_ARROW = Buffer.from(
  'UEFSMRUAFRwVHCwVBBUAFQYVBhwYCAEAAAAAAAAAGAgBAAAAAAAAABYCKAgBAAAAAAAAABgIAQAAAAAAAAAREQAAAAIAAAADAQEAAAAAAAAAFQAVLBUs' +
    'LBUEFQAVBhUGHBgIAgAAAAAAAAAYCAEAAAAAAAAAFgAoCAIAAAAAAAAAGAgBAAAAAAAAABERAAAAAgAAAAQBAQAAAAAAAAACAAAAAAAAABUAFSoVKiwV' +
    'BBUAFQYVBhwYCAEAAAAAAAAAGAgBAAAAAAAAABYCKAgBAAAAAAAAABgIAQAAAAAAAAAREQAAAAIAAAAEAAMAAAADAwABAAAAAAAAABUAFSwVLCwVBBUA' +
    'FQYVBhwYCP////////9/GAj+/////////xYAKAj/////////fxgI/v////////8REQAAAAIAAAAEAf7//////////////////38VABUsFSwsFQQVABUG' +
    'FQYcGAgEAAAAAAAAABgIAwAAAAAAAAAWACgIBAAAAAAAAAAYCAMAAAAAAAAAEREAAAACAAAABAEDAAAAAAAAAAQAAAAAAAAAFQAVKhUqLBUEFQAVBhUG' +
    'HBgIAgAAAAAAAAAYCAIAAAAAAAAAFgIoCAIAAAAAAAAAGAgCAAAAAAAAABERAAAAAgAAAAQAAwAAAAMNAAIAAAAAAAAAFQQZbDUAGAZzY2hlbWEVBgAV' +
    'BCUCGAFkABUEJQIYAXgANQIYAWwVAhUGTDwAAAA1BBgEbGlzdBUCABUEJQIYB2VsZW1lbnQAFggZLBk8JgAcFQQZJQYAGRgBZBUAFgQWmgEWmgEmCDwY' +
    'CAEAAAAAAAAAGAgBAAAAAAAAABYCKAgBAAAAAAAAABgIAQAAAAAAAAAREQAZHBUAFQAVAgA8KQYZJgICAAAAJgAcFQQZJQYAGRgBeBUAFgQWqgEWqgEm' +
    'ogE8GAgCAAAAAAAAABgIAQAAAAAAAAAWACgIAgAAAAAAAAAYCAEAAAAAAAAAEREAGRwVABUAFQIAPCkGGSYABAAAACYAHBUEGSUGABk4AWwEbGlzdAdl' +
    'bGVtZW50FQAWBBaoARaoASbMAjwYCAEAAAAAAAAAGAgBAAAAAAAAABYCKAgBAAAAAAAAABgIAQAAAAAAAAAREQAZHBUAFQAVAgA8KSYEABlGAgAAAgAA' +
    'ABbsAxYEJggW7AMAGTwmABwVBBklBgAZGAFkFQAWBBaqARaqASb0AzwYCP////////9/GAj+/////////xYAKAj/////////fxgI/v////////8REQAZ' +
    'HBUAFQAVAgA8KQYZJgAEAAAAJgAcFQQZJQYAGRgBeBUAFgQWqgEWqgEmngU8GAgEAAAAAAAAABgIAwAAAAAAAAAWACgIBAAAAAAAAAAYCAMAAAAAAAAA' +
    'EREAGRwVABUAFQIAPCkGGSYABAAAACYAHBUEGSUGABk4AWwEbGlzdAdlbGVtZW50FQAWBBaoARaoASbIBjwYCAIAAAAAAAAAGAgCAAAAAAAAABYCKAgC' +
    'AAAAAAAAABgIAgAAAAAAAAAREQAZHBUAFQAVAgA8KSYEABlGAAIAAgAAABb8AxYEJvQDFvwDABkcGAxBUlJPVzpzY2hlbWEY7AIvLy8vL3dnQkFBQVFB' +
    'QUFBQUFBS0FBd0FCZ0FGQUFnQUNnQUFBQUFCQkFBTUFBQUFDQUFJQUFBQUJBQUlBQUFBQkFBQUFBTUFBQUNvQUFBQVlBQUFBQVFBQUFCMC8vLy9BQUFC' +
    'REJRQUFBQWNBQUFBQkFBQUFBRUFBQUFVQUFBQUFRQUFBR3dBQUFBRUFBUUFCQUFBQUtELy8vOEFBQUVTRUFBQUFCZ0FBQUFFQUFBQUFBQUFBQVFBQUFC' +
    'cGRHVnRBQUFBQUpiLy8vOEFBQUFBelAvLy93QUFBUUlRQUFBQUhBQUFBQVFBQUFBQUFBQUFBUUFBQUhnQUFBQUlBQXdBQ0FBSEFBZ0FBQUFBQUFBQlFB' +
    'QUFBQkFBRkFBSUFBWUFCd0FNQUFBQUVBQVFBQUFBQUFBQkVoQUFBQUFZQUFBQUJBQUFBQUFBQUFBQkFBQUFaQUFHQUFnQUJnQUdBQUFBQUFBQ0FBQUFB' +
    'QUE9ABggcGFycXVldC1jcHAtYXJyb3cgdmVyc2lvbiAyNi4wLjEZPBwAABwAABwAAABYBAAAUEFSMQ==',
  'base64',
);

const COUNTS = [1n, null, -2n, INT_MAX] as const;
const OTHERS = [1n, 2n, 3n, 4n] as const;
const LISTS = [[1n], null, [], [2n]] as const;

const items = (type: Schema[number]['type']): Schema[number]['type'] => ({
  id: 'list',
  item: { name: 'element', type, nullable: true },
});
const WITH_DURATIONS = tableOf({
  d: [duration('us'), COUNTS],
  x: ['int64', OTHERS],
  l: [items(duration('s')), LISTS],
});
const WITHOUT = tableOf({ d: ['int64', COUNTS], x: ['int64', OTHERS], l: [items({ id: 'int64' }), LISTS] });

/** The same bytes with another text of the same length. */
const replaced = (from: string, to: string): Uint8Array =>
  new Uint8Array(Buffer.from(BY_ARROW.toString('latin1').replace(from, to), 'latin1'));

const FILES: readonly (readonly [name: string, bytes: Uint8Array, table: TableData])[] = [
  ['an Arrow schema says what is a duration', new Uint8Array(BY_ARROW), WITH_DURATIONS],
  ['under another key it says nothing', replaced('ARROW:schema', 'arrow:schema'), WITHOUT],
  ['an Arrow schema that is no message says nothing', replaced('/////', 'AAAAA'), WITHOUT],
  ['an Arrow schema that is no base64 says nothing', replaced('/////', '_////'), WITHOUT],
];

const WRITTEN = tableOf({
  d: [duration('ms'), [-9000n, INT_MIN, 1000n, 1001n, null, INT_MAX]],
  s: ['utf8', ['a', 'b', 'c', 'd', 'e', 'f']],
});
const written = { kind: 'file', scheme: 'parquet', content: WRITTEN, write: { rowGroupRows: 2 } } as const;

export const DURATION_SCANS: readonly OperationCase[] = [
  ...FILES.map(([name, content, table]): OperationCase => ({
    name: `durations: ${name}`,
    inputs: [{ kind: 'file', scheme: 'parquet', content }],
    options: {},
    expect: { table },
  })),
  { name: 'durations as they were written', inputs: [written], options: {}, expect: { table: WRITTEN } },
  {
    name: 'durations against one of another unit, over row groups',
    inputs: [written],
    options: { columns: ['s'], predicate: call('greater', [column('d'), literal(1n, duration('s'))]) },
    expect: { table: tableOf({ s: ['utf8', ['d', 'f']] }) },
  },
  {
    name: 'durations against a count of their unit',
    inputs: [written],
    options: { columns: ['d'], predicate: call('lessEqual', [column('d'), literal(-9000n)]) },
    expect: { table: tableOf({ d: [duration('ms'), [-9000n, INT_MIN]] }) },
  },
  {
    name: 'the unit that a plan was made for is not that of the file',
    inputs: [written],
    options: { schema: [{ name: 'd', type: duration('us'), nullable: true }] },
    expect: { error: 'SCHEMA_MISMATCH' },
  },
];

export const DURATION_METADATA: readonly OperationCase[] = [
  ...FILES.map(([name, content]): OperationCase => ({
    name: `durations: ${name}`,
    inputs: [{ kind: 'file', scheme: 'parquet', content }],
    options: {},
  })),
  { name: 'durations as they were written', inputs: [written], options: {} },
];

export const DURATION_WRITES: readonly OperationCase[] = [
  { name: 'durations', inputs: [{ kind: 'table', table: WRITTEN }], options: { rowGroupRows: 4 } },
  {
    name: 'durations in lists and structs, of every unit',
    inputs: [
      {
        kind: 'table',
        table: tableOf({
          l: [items(duration('ns')), [[INT_MIN, null], null, []]],
          r: [
            {
              id: 'struct',
              fields: [
                { name: 'a', type: duration('s'), nullable: true },
                { name: 'b', type: duration('us'), nullable: true },
              ],
            },
            [{ a: -1n, b: null }, null, { a: null, b: INT_MAX }],
          ],
        }),
      },
    ],
    options: {},
  },
];
