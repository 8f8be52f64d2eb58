import { isFloat } from '@parquetframe/core/engine';
import { rounded } from './cast.js';
import { exactly } from './decimal-order.js';
import type { Kernels, ScalarKernel } from './kernel.js';
import { writeRows } from './text-writer.js';
import { integerAt, stringAt, textsOf } from './texts.js';

const formatNumber: ScalarKernel = ([number, count, separator], { type, rows }) => {
  if (!number || !count) throw new TypeError('formatNumber was called with fewer than two operands');
  const groups = separator && textsOf(separator);
  const operands = groups ? [number, count, groups] : [number, count];
  const scale = number.type.id === 'decimal' ? number.type.scale : 0;
  const float = isFloat(number.type);
  return writeRows(type, operands, rows, rows.length * 12, (row, writer) => {
    if (number.form !== 'number' && number.form !== 'bigint') return;
    const value = number.values[row * number.step] ?? 0;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      writer.string(String(value));
      return;
    }
    const digits = integerAt(count, row);
    const { mantissa, exponent } = typeof value === 'number' && float ? exactly(value) : { mantissa: BigInt(value), exponent: 0 };
    writer.string(written(rounded(mantissa, exponent, digits - scale), digits, groups ? stringAt(groups, row) : ''));
  });
};

/** A number of units of the last digit. */
function written(units: bigint, digits: number, separator: string): string {
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const grouped = separator === '' ? whole : whole.replace(/\B(?=(?:\d{3})+$)/g, separator);
  return `${units < 0n ? '-' : ''}${grouped}${digits === 0 ? '' : `.${text.slice(text.length - digits)}`}`;
}

export const NUMBER_FORMAT_KERNELS: Kernels = { formatNumber };
