import type { OperationCase, TableData } from '@parquetframe/core/engine';
import { tableOf } from '../../values.js';

/** Small files as other writers make them, with what they hold: codecs, encodings and types that `parquet.write` of the reference never uses. */
interface ForeignFile {
  readonly name: string;
  readonly base64: string;
  readonly table: TableData;
}

const FILES: readonly ForeignFile[] = [
  {
    name: 'LZ4_RAW, nulls, a data page of version 2',
    base64:
      'UEFSMRUGFUQVSFwVChUCFQoVABUEFQAAAAMb8BEBAAAAAAAAAP7/////////AQAAAAAAIAAFAAAAAAAAABUGFWIVZlwVChUCFQoVABUEFQAAAA' +
      'Mb8CABAAAAYQIAAADDpAAAAAAcAAAAbG9uZyBlbm91Z2ggbm90IHRvIGJlIGlubGluZRUEGTxIBHJvb3QVBAAVBCUCGAF4ABUMJQIYAXMlAAAW' +
      'ChkcGSwmCBwVBBkVABkYAXgVDhYKFm4WciYIPDYCKAgBAAAAAAAgABgI/v////////8AGRwVBhUAFQIAAAAmehwVDBkVABkYAXMVDhYKFowBFp' +
      'ABJno8NgIoAsOkGAAAGRwVBhUAFQIAAAAW+gEWCjaCAgAoCWh5cGFycXVldBksHAAAHAAAAKgAAABQQVIx',
    table: tableOf({
      x: ['int64', [1n, -2n, null, 9_007_199_254_740_993n, 5n]],
      s: ['utf8', ['a', 'ä', null, '', 'long enough not to be inline']],
    }),
  },
  {
    name: 'BYTE_STREAM_SPLIT',
    base64:
      'UEFSMRUGFUAVQFwVCBUAFQgVEhUAFQAAAAAAnAAAAHUAAAAAAAAAiAAAADwAAADkAOAANwg/wH5AFQYVIBUgXBUIFQAVCBUSFQAVAAAAAAAAAA' +
      'AAAAAAAKBAP8A/QBUEGTxIBHJvb3QVBAAVCiUAGAFmABUIJQAYAWcAFggZHBksJggcFQoZFRIZGAFmFQAWCBZqFmomCDw2ACgInHUAiDzkN34Y' +
      'CAAAAAAAAADANgAAGRwVBhUSFQIAAAAmchwVCBkVEhkYAWcVABYIFkoWSiZyPDYAKAQAAEBAGAQAAADANgAAGRwVBhUSFQIAAAAWtAEWCDa0AQ' +
      'AoCWh5cGFycXVldBksHAAAHAAAAK4AAABQQVIx',
    table: tableOf({ f: ['float64', [0.5, -2, 1e300, 3], 'required'], g: ['float32', [0.5, -2, 1.25, 3], 'required'] }),
  },
  {
    name: 'DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY',
    base64:
      'UEFSMRUGFZwCFZwCXBUKFQAVChUKFQAVAAAAgAEEBQ7/////DyAAAADy//9/BgAAAAEAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
      'AAAAABUGFaYEFaYEXBUKFQAVChUKFQAVAAAAgAEEBQ7///////////8BQAAAAPL///////9/BgAAAAAAAAABAAAAAAAAgAAAAAAAAAAAAAAAAA' +
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAVBhU6FTpcFQoVABUKFQwVABUAAACAAQQFAgMD' +
      'AAAAQwEAAAAAAAAAAAAAYWFiYWJjYhUGFVwVXFwVChUAFQoVDhUAFQAAAIABBAUAAQIAAABSAAAAAAAAAIABBAUCAwMAAABKAQAAAAAAAAAAAA' +
      'BhYmFiY2IVBBlcSARyb290FQgAFQIlABgBaQAVBCUAGAFqABUMJQAYAXMlAAAVDCUAGAF0JQAAFgoZHBlMJggcFQIZFQoZGAFpFQAWChbKAhbK' +
      'AiYIPDYAKAT///9/GAQAAACAABkcFQYVChUCAAAAJtICHBUEGRUKGRgBahUAFgoW1AQW1AQm0gI8NgAoCP////////9/GAgAAAAAAAAAgAAZHB' +
      'UGFQoVAgAAACamBxwVDBkVDBkYAXMVABYKFmQWZCamBzw2ACgBYhgAABkcFQYVDBUCAAAAJooIHBUMGRUOGRgBdBUAFgoWhgEWhgEmigg8NgAo' +
      'AWIYAAAZHBUGFQ4VAgAAABaICRYKNogJACgJaHlwYXJxdWV0GUwcAAAcAAAcAAAcAAAAJAEAAFBBUjE=',
    table: tableOf({
      i: ['int32', [7, -7, 2_147_483_647, -2_147_483_648, 0], 'required'],
      j: ['int64', [7n, -7n, 2n ** 63n - 1n, -(2n ** 63n), 0n], 'required'],
      s: ['utf8', ['a', 'ab', '', 'abc', 'b'], 'required'],
      t: ['utf8', ['a', 'ab', '', 'abc', 'b'], 'required'],
    }),
  },
  {
    name: 'INT96 timestamps',
    base64:
      'UEFSMRUGFUgVSFwVBhUAFQYVABUAFQAAAAAAAAAAAAAAjD0lAACguDBGAwAAxIclAOgDAAAAAAAAiz0lABUEGSxIBHJvb3QVAgAVBhUYFQAYAX' +
      'QAFgYZHBkcJggcFQYZFQAZGAF0FQAWBhZyFnImCAAAFnIWBjZyACgJaHlwYXJxdWV0GRwcAAAATQAAAFBBUjE=',
    table: tableOf({
      t: [
        { id: 'timestamp', unit: 'ns', timezone: null },
        [0n, 19_000n * 86_400_000_000_000n + 3_600_000_000_000n, -86_400_000_000_000n + 1000n],
        'required',
      ],
    }),
  },
];

/** A page of version 1 with the checksum that the specification defines, over [1, 2, 3]; the same with another first value. */
const CHECKED =
  'UEFSMRUGFTAVMBWOtty8BUwVBhUAFQYVABUAFQAAAAEAAAAAAAAAAgAAAAAAAAADAAAAAAAAABUEGSxIBHJvb3QVAgAVBCUAGAF4ABYGGRwZHCYI' +
  'HBUEGRUAGRgBeBUAFgYWZhZmJgg8NgAoCAMAAAAAAAAAGAgBAAAAAAAAAAAZHBUGFQAVAgAAABZmFgY2ZgAoGXBhcnF1ZXRmcmFtZSB0cy1yZWZl' +
  'cmVuY2UZHBwAAAB8AAAAUEFSMQ==';
const FIRST_VALUE = 31;
const CHECKED_TABLE = tableOf({ x: ['int64', [1n, 2n, 3n], 'required'] });

function checkedFile(firstByte: number): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(CHECKED, 'base64'));
  bytes[FIRST_VALUE] = firstByte;
  return bytes;
}

const CHECKSUMS: readonly OperationCase[] = [
  {
    name: 'a page with the right checksum',
    inputs: [{ kind: 'file', scheme: 'parquet', content: checkedFile(1) }],
    options: {},
    expect: { table: CHECKED_TABLE },
  },
  {
    name: 'a page that is not what its checksum says, and could be read',
    inputs: [{ kind: 'file', scheme: 'parquet', content: checkedFile(9) }],
    options: { schema: CHECKED_TABLE.schema },
    expect: { error: 'DATA_CORRUPT' },
  },
];

const bytesOf = ({ base64 }: ForeignFile): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

/** A scan of everything; an engine may decline a codec when it sees the file. */
export const FOREIGN_SCANS: readonly OperationCase[] = [
  ...FILES.map((file): OperationCase => ({
    name: `a file by another writer: ${file.name}`,
    inputs: [{ kind: 'file', scheme: 'parquet', content: bytesOf(file) }],
    options: {},
    expect: { table: file.table },
  })),
  ...CHECKSUMS,
];

export const FOREIGN_METADATA: readonly OperationCase[] = FILES.map(file => ({
  name: `a file by another writer: ${file.name}`,
  inputs: [{ kind: 'file', scheme: 'parquet', content: bytesOf(file) }],
  options: {},
}));
