import { familyOf, isFloat, valueType, type Field } from '@parquetframe/core/engine';

/** A value in place of one that cannot be computed: another in each world, as far as the type has several. */
export function standIn({ type, nullable }: Field, world: number): unknown {
  if (world === 0 && nullable) return null;
  const plain = valueType(type);
  switch (familyOf(plain)) {
    case 'numeric':
      if (isFloat(plain)) return [-3, 1, 1024][world];
      return plain.id === 'int64' || plain.id === 'uint64' || plain.id === 'decimal' ? [3n, 1n, 100n][world] : [3, 1, 100][world];
    case 'string':
      return ['', 'a', 'zz'][world];
    case 'bool':
      return world === 2;
    case 'binary':
      return plain.id === 'fixedSizeBinary' ? new Uint8Array(plain.byteWidth).fill(world) : Uint8Array.of(world);
    case 'nested':
      return null;
    default:
      return plain.id === 'date' && plain.unit === 'day' ? [3, 1, 20_000][world] : [3n, 1n, 20_000n][world];
  }
}
