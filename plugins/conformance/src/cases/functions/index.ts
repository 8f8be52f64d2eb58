import { arithmeticCases } from './arithmetic.js';
import { byteCases } from './bytes.js';
import { calendarCases } from './calendar.js';
import type { FunctionCases } from './case.js';
import { castCases } from './cast.js';
import { choiceCases } from './choice.js';
import { comparisonCases } from './comparison.js';
import { elementaryCases } from './elementary.js';
import { extremeCases } from './extremes.js';
import { itemExpressionCases } from './item-expressions.js';
import { jsonDecodeCases } from './json-decode.js';
import { listItemCases } from './list-items.js';
import { listFunctionCases } from './lists.js';
import { logicCases } from './logic.js';
import { memberCases } from './members.js';
import { nullCases } from './nulls.js';
import { numberFormatCases } from './number-format.js';
import { numberCases } from './numbers.js';
import { patternCases } from './patterns.js';
import { textCases } from './text.js';
import { timeFormatCases } from './time-formats.js';
import { timeCases } from './time.js';
import { zoneCases, zonedCalendarCases } from './zones.js';

/** Cases of every function of the catalogue, under its name. */
const OWN_CASES: FunctionCases = {
  ...arithmeticCases,
  ...numberCases,
  ...elementaryCases,
  ...extremeCases,
  ...calendarCases,
  ...comparisonCases,
  ...logicCases,
  ...choiceCases,
  ...textCases,
  ...patternCases,
  ...byteCases,
  ...listFunctionCases,
  ...listItemCases,
  ...memberCases,
  ...numberFormatCases,
  ...timeCases,
  ...timeFormatCases,
  ...castCases,
  ...jsonDecodeCases,
  ...itemExpressionCases,
  ...zoneCases,
};

/** With those of operands that are null in every row, and of clocks that change. */
export const FUNCTION_CASES: FunctionCases = Object.fromEntries(
  Object.entries(OWN_CASES).map(([name, cases]) => [
    name,
    [...cases, ...(nullCases[name] ?? []), ...(zonedCalendarCases[name] ?? [])],
  ]),
);
