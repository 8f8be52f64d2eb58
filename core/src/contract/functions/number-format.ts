import { received } from '../errors/index.js';
import { functions } from './definition.js';
import { signature } from './signature.js';

/** Digits after the point at most, and what may stand between groups of three digits. */
const MOST = 100;
const SEPARATORS = ['', ',', '_', ' ', "'"];

function faultOfFormat([, digits, separator]: readonly unknown[]): string | undefined {
  if (digits !== undefined && digits !== null && !(Number(digits) >= 0 && Number(digits) <= MOST))
    return `there must be 0 to ${MOST} digits after the point, received ${received(digits)}`;
  if (typeof separator === 'string' && !SEPARATORS.includes(separator))
    return `groups of digits are separated by one of ${SEPARATORS.map(each => JSON.stringify(each)).join(', ')}; received ${JSON.stringify(separator)}`;
  return undefined;
}

/** Numbers as texts. */
export const NUMBER_FORMAT_FUNCTIONS = functions({
  formatNumber: {
    ...signature({ of: 'number', takes: ['constant integer', 'constant text?'], gives: 'utf8' }, () => ({ id: 'utf8' })),
    check: faultOfFormat,
    nulls: 'operands',
    fails: () => true,
    summary: `The number with so many digits after the point, ${MOST} at most, and the third operand, if given, between groups of three digits before it: one of ${SEPARATORS.filter(
      each => each !== '',
    )
      .map(each => `\`${each}\``)
      .join(
        ' ',
      )}. The exact value is rounded, halves away from zero; what is rounded to 0 has no sign. Floats that are none are NaN, Infinity and -Infinity.`,
    type: 'utf8',
    errors: 'OUT_OF_MEMORY for texts of 2 GiB and more',
  },
});
