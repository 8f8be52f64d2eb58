/**
 * An ESLint plugin for code that uses ParquetFrame.
 *
 * @example
 * import parquetframe from 'parquetframe/eslint';
 * export default [parquetframe.configs.recommended];
 * @packageDocumentation
 */
import { noOperatorsOnExpressions } from './no-operators-on-expressions.js';

const plugin = {
  meta: { name: 'parquetframe' },
  rules: { 'no-operators-on-expressions': noOperatorsOnExpressions },
};

const configs = {
  recommended: {
    name: 'parquetframe/recommended',
    plugins: { parquetframe: plugin },
    rules: { 'parquetframe/no-operators-on-expressions': 'error' },
  },
} as const;

export default { ...plugin, configs };
