import type { Json } from '../../data/json.js';
import type { OperationOptions } from '../operation.js';
import { anyOption, booleanOption, integerOption, isListOf, type OptionDefinition } from '../option.js';

const MEBIBYTE = 1024 * 1024;

/** What a line is, for all operations that read CSV. */
export const csvLines =
  'A line ends with LF, CR LF or CR. Blank lines at the end of a file of several columns are ignored; in a file of one column each is a row with an empty field.';

/** Options that say how a CSV file is written, shared by all operations that read one. */
export const csvFormatOptions: { readonly [option: string]: OptionDefinition } = {
  delimiter: anyOption(
    { placement: 'binding', description: 'Character between fields.', default: ',' },
    'one character other than a quote and a line break',
    v => typeof v === 'string' && v.length === 1 && !'"\r\n'.includes(v),
  ),
  header: booleanOption({
    placement: 'binding',
    description: 'Whether the first line has the column names; without it they are column_1, column_2 …',
    default: true,
  }),
  nullValues: anyOption(
    { placement: 'binding', description: 'Unquoted texts that mean null.', default: [''] },
    'an array of strings',
    v => isListOf(v, item => typeof item === 'string'),
  ),
  trim: booleanOption({
    placement: 'binding',
    description: 'Whether spaces and tabs around fields are left out; what stands inside quotes is kept.',
    default: false,
  }),
  maxRecordBytes: integerOption(
    {
      placement: 'binding',
      description:
        'Bytes that a record may have. A longer one is DATA_CORRUPT, so that a quote that is never closed does not take the rest of the file into memory.',
      default: 16 * MEBIBYTE,
    },
    1,
    // A text of JavaScript has fewer than 2²⁹ units.
    256 * MEBIBYTE,
  ),
};

/** The part of a binding that says how a file is written. */
export const csvFormatBinding = (options: OperationOptions): { readonly [option: string]: Json } =>
  Object.fromEntries(Object.keys(csvFormatOptions).map(name => [name, options[name] as Json]));

/** What is decompressed, for the meaning of all operations that read CSV. */
export const csvCompression = 'Files that begin as gzip does are decompressed, whatever their name.';
