import { arithmeticCases } from './arithmetic.js';
import type { FunctionCases } from './case.js';
import { castCases } from './cast.js';
import { comparisonCases } from './comparison.js';
import { logicCases } from './logic.js';
import { textCases } from './text.js';

/** Cases of every function of the catalogue, under its name. */
export const FUNCTION_CASES: FunctionCases = {
  ...arithmeticCases,
  ...comparisonCases,
  ...logicCases,
  ...textCases,
  ...castCases,
};
