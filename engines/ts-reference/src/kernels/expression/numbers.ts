import { negate } from './arithmetic.js';
import { negateDecimal } from './decimal-arithmetic.js';
import { unary, type Kernels } from './kernel.js';
import { negateDuration } from './temporal-arithmetic.js';

/** Functions of one number. */
export const NUMBER_KERNELS: Kernels = {
  negate: unary((operand, { type, overflow, rows }) => {
    if (type.id === 'decimal') return negateDecimal(operand, type);
    return type.id === 'duration' ? negateDuration(operand, type, overflow, rows) : negate(operand, overflow, rows);
  }),
};
