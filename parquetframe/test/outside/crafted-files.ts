/** Small Parquet files that are right, and that say or unpack to very much: of one column, `x`, in one row group. */
import { writeFileSync } from 'node:fs';

type Field = readonly [id: number, value: Value];
type Value =
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly text: string }
  | { readonly struct: readonly Field[] }
  | { readonly list: readonly Value[] };

const TYPES = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;
const typeOf = (value: Value): number =>
  'i32' in value
    ? TYPES.i32
    : 'i64' in value
      ? TYPES.i64
      : 'text' in value
        ? TYPES.text
        : 'list' in value
          ? TYPES.list
          : TYPES.struct;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

/** Thrift's compact protocol; numbers are not negative. */
function encode(value: Value): number[] {
  if ('i32' in value) return varint(2 * value.i32);
  if ('i64' in value) return varint(2 * value.i64);
  if ('text' in value) return [...varint(value.text.length), ...Buffer.from(value.text)];
  if ('list' in value)
    return [(value.list.length << 4) | (value.list[0] ? typeOf(value.list[0]) : TYPES.struct), ...value.list.flatMap(encode)];
  let before = 0;
  const fields = value.struct.flatMap(([id, member]) => {
    const head = ((id - before) << 4) | typeOf(member);
    before = id;
    return [head, ...encode(member)];
  });
  return [...fields, 0];
}

export interface Page {
  readonly kind: 'dictionary' | 'data';
  readonly values: number;
  readonly encoding: number;
  /** as it stands in the file */
  readonly body: Uint8Array;
  /** bytes that it says to have without compression */
  readonly unpacked: number;
}

const PLAIN = 0;
const RLE = 3;
export const ENCODING = { plain: PLAIN, dictionary: 8 } as const;
export const CODEC = { none: 0, snappy: 1, gzip: 2 } as const;
export const TYPE = { int64: 2, bytes: 6 } as const;

export function writeCrafted(path: string, type: number, codec: number, rows: number, pages: readonly Page[]): void {
  const parts: Uint8Array[] = [Buffer.from('PAR1')];
  let at = 4;
  let unpacked = 0;
  const offsets: number[] = [];
  for (const page of pages) {
    const about: Field =
      page.kind === 'dictionary'
        ? [
            7,
            {
              struct: [
                [1, { i32: page.values }],
                [2, { i32: page.encoding }],
              ],
            },
          ]
        : [
            5,
            {
              struct: [
                [1, { i32: page.values }],
                [2, { i32: page.encoding }],
                [3, { i32: RLE }],
                [4, { i32: RLE }],
              ],
            },
          ];
    const header = encode({
      struct: [
        [1, { i32: page.kind === 'dictionary' ? 2 : 0 }],
        [2, { i32: page.unpacked }],
        [3, { i32: page.body.length }],
        about,
      ],
    });
    offsets.push(at);
    parts.push(Uint8Array.from(header), page.body);
    at += header.length + page.body.length;
    unpacked += header.length + page.unpacked;
  }
  const hasDictionary = pages[0]?.kind === 'dictionary';
  const chunk: Value = {
    struct: [
      [1, { i32: type }],
      [2, { list: [{ i32: PLAIN }, { i32: ENCODING.dictionary }] }],
      [3, { list: [{ text: 'x' }] }],
      [4, { i32: codec }],
      [5, { i64: rows }],
      [6, { i64: unpacked }],
      [7, { i64: at - 4 }],
      [9, { i64: offsets[hasDictionary ? 1 : 0] ?? 4 }],
      ...(hasDictionary ? [[11, { i64: 4 }] as const] : []),
    ],
  };
  const footer = encode({
    struct: [
      [1, { i32: 1 }],
      [
        2,
        {
          list: [
            {
              struct: [
                [4, { text: 'schema' }],
                [5, { i32: 1 }],
              ],
            },
            {
              struct: [
                [1, { i32: type }],
                [3, { i32: 0 }],
                [4, { text: 'x' }],
              ],
            },
          ],
        },
      ],
      [3, { i64: rows }],
      [
        4,
        {
          list: [
            {
              struct: [
                [
                  1,
                  {
                    list: [
                      {
                        struct: [
                          [2, { i64: 4 }],
                          [3, chunk],
                        ],
                      },
                    ],
                  },
                ],
                [2, { i64: unpacked }],
                [3, { i64: rows }],
              ],
            },
          ],
        },
      ],
    ],
  });
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(footer.length);
  tail.write('PAR1', 4);
  writeFileSync(path, Buffer.concat([...parts, Uint8Array.from(footer), tail]));
}

/** One value, again and again: a dictionary of it, and a run of its number. */
export function repeated(path: string, value: Uint8Array, rows: number): void {
  const plain = Buffer.alloc(4 + value.length);
  plain.writeUInt32LE(value.length);
  plain.set(value, 4);
  const run = Uint8Array.from([1, ...varint(2 * rows), 0]);
  writeCrafted(path, TYPE.bytes, CODEC.none, rows, [
    { kind: 'dictionary', values: 1, encoding: ENCODING.plain, body: plain, unpacked: plain.length },
    { kind: 'data', values: rows, encoding: ENCODING.dictionary, body: run, unpacked: run.length },
  ]);
}
