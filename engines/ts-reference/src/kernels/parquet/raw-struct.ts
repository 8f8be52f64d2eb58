/** A Thrift struct as hyparquet deserialises it: its fields by number, uninterpreted. */
export type ThriftStruct = { readonly [field: string]: unknown };

export const structOf = (value: unknown): ThriftStruct | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
    ? (value as ThriftStruct)
    : undefined;

export const valueAt = (struct: ThriftStruct, field: number): unknown => struct[`field_${field}`];

export const structAt = (struct: ThriftStruct | undefined, field: number): ThriftStruct | undefined =>
  structOf(struct && valueAt(struct, field));

export const listAt = (struct: ThriftStruct | undefined, field: number): readonly unknown[] => {
  const value = struct && valueAt(struct, field);
  return Array.isArray(value) ? value : [];
};

export const bytesAt = (struct: ThriftStruct, field: number): Uint8Array | undefined => {
  const value = valueAt(struct, field);
  return value instanceof Uint8Array ? value : undefined;
};

/** An i64. */
export const longAt = (struct: ThriftStruct, field: number): bigint | undefined => {
  const value = valueAt(struct, field);
  return typeof value === 'bigint' ? value : undefined;
};

export const flagAt = (struct: ThriftStruct, field: number): boolean | undefined => {
  const value = valueAt(struct, field);
  return typeof value === 'boolean' ? value : undefined;
};

/** The name of a value of an enumeration. @throws RangeError */
export function nameOf<T>(names: readonly T[], value: unknown): T {
  const name = typeof value === 'number' ? names[value] : undefined;
  if (name === undefined) throw new RangeError(`there is no value ${String(value)}`);
  return name;
}
