import type { DataType, TimeUnit } from '@parquetframe/core/engine';

export const decimal = (precision: number, scale: number): DataType => ({ id: 'decimal', precision, scale });
export const timestamp = (unit: TimeUnit, timezone: string | null = null): DataType => ({ id: 'timestamp', unit, timezone });
export const duration = (unit: TimeUnit): DataType => ({ id: 'duration', unit });
export const time = (unit: TimeUnit): DataType => ({ id: 'time', unit });
export const DAYS: DataType = { id: 'date', unit: 'day' };

export const INT_MAX = 2n ** 63n - 1n;
export const INT_MIN = -(2n ** 63n);
/** The greatest unscaled value of 38 digits. */
export const NINES = 10n ** 38n - 1n;
