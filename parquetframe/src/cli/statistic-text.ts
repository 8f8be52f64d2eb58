import type { DataType } from '@parquetframe/core/engine';
import type { ParquetMetadata } from '@parquetframe/core';

type Statistic = NonNullable<ParquetMetadata['columns'][number]['statistics']>['min'];

const DIGITS = { s: 0, ms: 3, us: 6, ns: 9 } as const;
const LONGEST = 29;

/** A minimum or maximum as people read it: instants, days and decimals are counts in the metadata. */
export function statisticText(value: Statistic, type: DataType | null): string {
  if (value === null) return '';
  const text = typedText(value, type) ?? (typeof value === 'string' ? value : JSON.stringify(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function typedText(value: Statistic, type: DataType | null): string | undefined {
  const isCount = (typeof value === 'string' && /^-?\d+$/.test(value)) || Number.isSafeInteger(value);
  if (!isCount || (typeof value !== 'string' && typeof value !== 'number')) return undefined;
  const count = BigInt(value);
  switch (type?.id) {
    case 'timestamp':
      return instant(count, DIGITS[type.unit]);
    case 'date':
      return instant(type.unit === 'day' ? count * 86_400n : count, type.unit === 'day' ? 0 : DIGITS.ms)?.slice(0, -9);
    case 'decimal':
      return decimal(count, type.scale);
    default:
      return undefined;
  }
}

/** Seconds and a fraction of `digits` digits since 1970; undefined beyond the years that JavaScript knows. */
function instant(count: bigint, digits: number): string | undefined {
  const perSecond = 10n ** BigInt(digits);
  const fraction = ((count % perSecond) + perSecond) % perSecond;
  const date = new Date(Number((count - fraction) / perSecond) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  const rest = fraction === 0n ? '' : `.${String(fraction).padStart(digits, '0').replace(/0+$/, '')}`;
  return date
    .toISOString()
    .replace(/\.000Z$/, rest)
    .replace('T', ' ');
}

function decimal(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
