import { anyOption, booleanOption, type OptionDefinition } from '../option.js';

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
    v => Array.isArray(v) && v.every(item => typeof item === 'string'),
  ),
};
