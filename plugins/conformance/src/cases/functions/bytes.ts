import type { DataType, LiteralValue } from '@parquetframe/core/engine';
import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const of = (
  name: string,
  input: LiteralColumn,
  gives: FunctionCase['gives'],
  ...others: readonly LiteralValue[]
): FunctionCase => ({
  name,
  input: { x: input },
  operands: [column('x'), ...others.map(value => literal(value))],
  gives,
});
const NONE: LiteralColumn = ['null', [null, null]];
const dictionary = (values: 'utf8' | 'binary'): DataType => ({
  id: 'dictionary',
  index: { id: 'int8' },
  values: { id: values },
  ordered: false,
});
const FIXED: DataType = { id: 'fixedSizeBinary', byteWidth: 2 };
const failed = { error: 'CAST_FAILED' } as const;
const FACE = '\u{1f600}';
const LONG = 'a text longer than twelve';

const numberRefused = (...others: readonly LiteralValue[]): FunctionCase =>
  of('a number', ['int64', [1n]], { error: 'TYPE_MISMATCH' }, ...others);

/** Text that stands for bytes, in both directions. */
const both = (pairs: readonly (readonly [Uint8Array, string])[]) => {
  const [binaries, texts] = [pairs.map(([binary]) => binary), pairs.map(([, text]) => text)];
  return {
    to: [
      of('binary', ['binary', [...binaries, null]], ['utf8', [...texts, null]]),
      of('binary of large offsets', ['largeBinary', binaries], ['utf8', texts]),
      of('binary in views', ['binaryView', [...binaries, null]], ['utf8', [...texts, null]]),
      of('a dictionary', [dictionary('binary'), [binaries[0], null, binaries[1]]], ['utf8', [texts[0], null, texts[1]]]),
      of('nulls', NONE, ['utf8', [null, null]]),
      of('no rows', ['binary', []], ['utf8', []]),
      { name: 'a literal', input: { x: ['int8', [1]] }, operands: [literal(binaries[1] ?? null)], gives: ['utf8', [texts[1]]] },
      numberRefused(),
    ] satisfies readonly FunctionCase[],
    from: [
      of('texts', ['utf8', [...texts, null]], ['binary', [...binaries, null]]),
      of('texts of large offsets', ['largeUtf8', texts], ['binary', binaries]),
      of('texts in views', ['utf8View', [...texts, null]], ['binary', [...binaries, null]]),
      of('a dictionary', [dictionary('utf8'), [texts[0], null, texts[1]]], ['binary', [binaries[0], null, binaries[1]]]),
      of('nulls', NONE, ['binary', [null, null]]),
      of('no rows', ['utf8', []], ['binary', []]),
      { name: 'a literal', input: { x: ['int8', [1]] }, operands: [literal(texts[1] ?? null)], gives: ['binary', [binaries[1]]] },
      numberRefused(),
    ] satisfies readonly FunctionCase[],
  };
};
const refused = (...texts: readonly string[]): readonly FunctionCase[] =>
  texts.map(text => of(`${JSON.stringify(text)} stands for nothing`, ['utf8', [null, text]], failed));

const HEX = both([
  [bytes(), ''],
  [bytes(0, 255, 16), '00ff10'],
  [
    bytes(...Array.from({ length: 40 }, (_, i) => i)),
    Array.from({ length: 40 }, (_, i) => i.toString(16).padStart(2, '0')).join(''),
  ],
]);
const BASE64 = both([
  [bytes(), ''],
  [bytes(251, 255), '+/8='],
  [bytes(0), 'AA=='],
  [bytes(1, 2, 3), 'AQID'],
  [bytes(...Array<number>(30).fill(255)), '/'.repeat(40)],
]);

/** Hashes as the reference implementation has them. */
const HASHES: readonly (readonly [text: string, hash: bigint])[] = [
  ['', 0xef46db3751d8e999n],
  ['a', 0xd24ec4f1a98c6e5bn],
  ['abc', 0x44bc2cf5ad770999n],
  ['Nobody inspects the spammish repetition', 0xfbcea83c8a378bf1n],
];
/** Of the 8 bytes of numbers, and of the 16 of a decimal. */
const [OF_ONE, OF_MINUS_ONE] = [0x9f29cb17a2a49995n, 0x85d136adb773c6c9n];
const [OF_ZERO, OF_HALF, OF_NAN] = [0x34c96acdcadb1bbbn, 0x48cb5e118059da42n, 0xe9adb09fee122aacn];
const OF_DECIMAL_125 = 0xf44eee4ec0287557n;
const LIST: DataType = { id: 'list', item: { name: 'item', type: { id: 'int64' }, nullable: true } };

/** The number that a hash stands for. */
const share = (hash: bigint): number => Number(hash >> 11n) / 2 ** 53;

export const byteCases: FunctionCases = {
  toHex: [
    ...HEX.to,
    of('of texts', ['utf8', ['a', 'é', FACE, '', null]], ['utf8', ['61', 'c3a9', 'f09f9880', '', null]]),
    of('of texts in views', ['utf8View', [LONG]], ['utf8View', [Buffer.from(LONG).toString('hex')]]),
    of('of a fixed size', [FIXED, [bytes(1, 171), null]], ['utf8', ['01ab', null]]),
  ],
  fromHex: [
    ...HEX.from,
    of('upper case', ['utf8', ['aAFf']], ['binary', [bytes(170, 255)]]),
    ...refused('0', 'zz', ' 00', '0x00', 'é', '+1'),
  ],
  toBase64: [...BASE64.to, of('of texts', ['largeUtf8', ['é', null]], ['largeUtf8', ['w6k=', null]])],
  fromBase64: [...BASE64.from, ...refused('A', 'AA', 'AA=', 'AB==', 'AA==\n', '-_8=', 'AAAA====', 'é', '=')],
  encodeUtf8: [
    of('texts', ['utf8', ['a', FACE, '', null]], ['binary', [bytes(97), bytes(0xf0, 0x9f, 0x98, 0x80), bytes(), null]]),
    of('texts in views', ['utf8View', [LONG, 'x']], ['binary', [Buffer.from(LONG), bytes(120)]]),
    of('a dictionary', [dictionary('utf8'), ['a', null]], ['binary', [bytes(97), null]]),
    of('nulls', NONE, ['binary', [null, null]]),
    of('binary is no text', ['binary', [bytes(1)]], { error: 'TYPE_MISMATCH' }),
  ],
  decodeUtf8: [
    of(
      'binary',
      ['binary', [bytes(97), bytes(0xef, 0xbb, 0xbf), bytes(0xf0, 0x9f, 0x98, 0x80), bytes(), null]],
      ['utf8', ['a', '\ufeff', FACE, '', null]],
    ),
    of('binary in views', ['binaryView', [bytes(97), null]], ['utf8', ['a', null]]),
    of('of a fixed size', [FIXED, [bytes(97, 98)]], ['utf8', ['ab']]),
    of('nulls', NONE, ['utf8', [null, null]]),
    of('a text is no binary', ['utf8', ['a']], { error: 'TYPE_MISMATCH' }),
    ...[bytes(0xff), bytes(0xc3), bytes(0xed, 0xa0, 0x80), bytes(0xc0, 0x80), bytes(0xf4, 0x90, 0x80, 0x80)].map(one =>
      of(`${[...one].join(' ')} is no UTF-8`, ['binary', [null, one]], failed),
    ),
  ],
  xxh64: [
    of('texts', ['utf8', [...HASHES.map(([text]) => text), null]], ['uint64', [...HASHES.map(([, hash]) => hash), null]]),
    of('binary', ['binary', [bytes(97), bytes()]], ['uint64', [0xd24ec4f1a98c6e5bn, 0xef46db3751d8e999n]]),
    of('texts in views', ['utf8View', HASHES.map(([text]) => text)], ['uint64', HASHES.map(([, hash]) => hash)]),
    of('a dictionary', [dictionary('utf8'), ['a', null]], ['uint64', [0xd24ec4f1a98c6e5bn, null]]),
    of('nulls', NONE, ['uint64', [null, null]]),
    of('no rows', ['utf8', []], ['uint64', []]),
    ...(['int8', 'int32', 'int64'] as const).map(type =>
      of(
        `whole numbers: ${type}`,
        [type, type === 'int64' ? [1n, -1n, null] : [1, -1, null]],
        ['uint64', [OF_ONE, OF_MINUS_ONE, null]],
      ),
    ),
    of('uint64: the same bits', ['uint64', [1n, 2n ** 64n - 1n]], ['uint64', [OF_ONE, OF_MINUS_ONE]]),
    of('floats: zeros are one, NaN is one', ['float64', [0.5, 0, -0, NaN]], ['uint64', [OF_HALF, OF_ZERO, OF_ZERO, OF_NAN]]),
    of('float32', ['float32', [0.5, null]], ['uint64', [OF_HALF, null]]),
    of('bools', ['bool', [true, null]], ['uint64', [OF_ONE, null]]),
    of('days', [{ id: 'date', unit: 'day' }, [1, -1]], ['uint64', [OF_ONE, OF_MINUS_ONE]]),
    of('timestamps', [{ id: 'timestamp', unit: 'ns', timezone: 'UTC' }, [1n, -1n]], ['uint64', [OF_ONE, OF_MINUS_ONE]]),
    of('durations', [{ id: 'duration', unit: 's' }, [1n]], ['uint64', [OF_ONE]]),
    of('decimals', [{ id: 'decimal', precision: 5, scale: 2 }, [125n, null]], ['uint64', [OF_DECIMAL_125, null]]),
    of('lists are refused', [LIST, [[1n]]], { error: 'TYPE_MISMATCH' }),
  ],
  random: [
    of('texts', ['utf8', [...HASHES.map(([text]) => text), null]], ['float64', [...HASHES.map(([, hash]) => share(hash)), null]]),
    of('numbers', ['int64', [1n, -1n, null]], ['float64', [share(OF_ONE), share(OF_MINUS_ONE), null]]),
    of('a seed', ['utf8', ['']], ['float64', [share(0xac75fda2929b17efn)]], 2_654_435_761),
    of('a seed of 64 bits, of long texts', ['utf8', [HASHES[3]?.[0]]], ['float64', [share(0xaa61085cffb45675n)]], -1n),
    of('the greatest seed is the same', ['utf8', [HASHES[3]?.[0]]], ['float64', [share(0xaa61085cffb45675n)]], 2n ** 64n - 1n),
    of('a seed of more bits', ['utf8', ['a']], { error: 'INVALID_ARGUMENT' }, 2n ** 64n),
    of('a null for a seed', ['utf8', ['a']], ['float64', [null]], null),
    of('nulls', NONE, ['float64', [null, null]]),
    of('no rows', ['int8', []], ['float64', []]),
    {
      name: 'a literal',
      input: { x: ['int8', [1]] },
      operands: [literal('a')],
      gives: ['float64', [share(0xd24ec4f1a98c6e5bn)]],
    },
    of('lists are refused', [LIST, [[1n]]], { error: 'TYPE_MISMATCH' }),
  ],
  bucket: [
    of(
      'texts',
      ['utf8', [...HASHES.map(([text]) => text), null]],
      ['int64', [...HASHES.map(([, hash]) => hash % 10n), null]],
      10n,
    ),
    of('one bucket', ['binary', [bytes(1), bytes()]], ['int64', [0n, 0n]], 1n),
    of(
      'many buckets',
      ['utf8', ['a', 'abc']],
      ['int64', [0xd24ec4f1a98c6e5bn % 2n ** 40n, 0x44bc2cf5ad770999n % 2n ** 40n]],
      2n ** 40n,
    ),
    of('as many as there can be', ['utf8', ['a']], ['int64', [0xd24ec4f1a98c6e5bn % (2n ** 63n - 1n)]], 2n ** 63n - 1n),
    of('no bucket', ['utf8', ['a']], { error: 'INVALID_ARGUMENT' }, 0n),
    of('more than int64 has', ['utf8', ['a']], { error: 'INVALID_ARGUMENT' }, 2n ** 63n),
    of('a null', ['utf8', ['a']], ['int64', [null]], null),
    of('nulls', NONE, ['int64', [null, null]], 2n),
    of('no rows', ['utf8', []], ['int64', []], 2n),
    of('numbers', ['int16', [1, -1, null]], ['int64', [OF_ONE % 10n, OF_MINUS_ONE % 10n, null]], 10n),
    of('lists are refused', [LIST, [[1n]]], { error: 'TYPE_MISMATCH' }, 2n),
  ],
};
