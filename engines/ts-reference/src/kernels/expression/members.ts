import { atOnce, columnFromValues, columnReader, parseJsonPath, valueType } from '@parquetframe/core/engine';
import { JsonScanner, textIn } from './json-scan.js';
import { binary, type Kernels } from './kernel.js';
import { columnLoader } from './load.js';
import { columnSink } from './sink.js';
import { bytesIn, writeRows } from './text-writer.js';
import { endOf, startOf, stringAt, textsOf } from './texts.js';
import { allValid } from './vector.js';

const QUOTE = 0x22;
const SMALL_N = 0x6e;

/** What is within a value: members of JSON, and fields of structs. */
export const MEMBER_KERNELS: Kernels = {
  jsonExtract: binary((whole, path, { type, rows }) => {
    const [texts, paths] = [textsOf(whole), textsOf(path)];
    const steps = paths.validity?.[0] === 0 ? undefined : parseJsonPath(stringAt(paths, 0));
    const scanner = steps && new JsonScanner(steps);
    const { data } = texts;
    const missing: number[] = [];
    const found = writeRows(type, [texts, paths], rows, bytesIn(texts, rows), (row, writer) => {
      const range = scanner?.find(data, startOf(texts, row), endOf(texts, row));
      if (!range || data[range.from] === SMALL_N) missing.push(row);
      else if (data[range.from] === QUOTE) writer.string(textIn(data, range));
      else writer.bytes(data, range.from, range.to);
    });
    if (missing.length === 0) return found;
    const validity = found.validity?.slice() ?? new Uint8Array(rows.length).fill(1);
    for (const row of missing) validity[row] = 0;
    return { ...found, validity };
  }),
  toStruct: (operands, { type, rows: { length } }) => {
    if (type.id !== 'struct') throw new TypeError(`toStruct does not make ${type.id}`);
    const fields = type.fields.map((field, i) => {
      const value = operands[2 * i + 1];
      if (!value) throw new TypeError(`toStruct was called without the value of ${field.name}`);
      const sink = columnSink(field.type, length);
      if (value.form !== 'opaque' || value.at) sink.write(value, 0, length);
      return { name: field.name, reader: columnReader(field.type, atOnce(sink.finish())) };
    });
    const at = (row: number): unknown => Object.fromEntries(fields.map(({ name, reader }) => [name, reader.get(row)]));
    return { form: 'opaque', type, step: 1, validity: undefined, at };
  },
  withField: ([struct, names, value], { type, rows: { length } }) => {
    if (!struct || !names || !value || type.id !== 'struct') throw new TypeError('withField was called with wrong operands');
    const name = stringAt(textsOf(names), 0);
    const field = type.fields.find(each => each.name === name);
    const sink = columnSink(field?.type ?? { id: 'null' }, length);
    if (value.form !== 'opaque' || value.at) sink.write(value, 0, length);
    const reader = columnReader(field?.type ?? { id: 'null' }, atOnce(sink.finish()));
    const validity = allValid([struct], length);
    const at = (row: number): unknown => {
      const fields: unknown = validity?.[row] === 0 || struct.form !== 'opaque' ? null : struct.at?.(row * struct.step);
      return isRecord(fields) ? { ...fields, [name]: reader.get(row) } : null;
    };
    return { form: 'opaque', type, step: 1, validity, at };
  },
  structField: binary((struct, name, { type, rows: { length } }) => {
    const names = textsOf(name);
    const validity = allValid([struct, names], length);
    const field = names.validity?.[0] === 0 ? '' : stringAt(names, 0);
    const values = Array.from({ length }, (_, row) => {
      const fields: unknown = validity?.[row] === 0 || struct.form !== 'opaque' ? null : struct.at?.(row * struct.step);
      return isRecord(fields) && Object.hasOwn(fields, field) ? (fields[field] ?? null) : null;
    });
    const own = valueType(type);
    return columnLoader(own, columnFromValues(own, values))(0, length);
  }),
};

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null;
