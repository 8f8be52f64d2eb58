import type { DataType } from '@parquetframe/core/engine';
import type { LiteralColumn } from '../../values.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { INT_MAX, INT_MIN, NINES, decimal, duration, time } from './types.js';

const casts = (name: string, x: LiteralColumn, to: DataType, values: readonly unknown[]): FunctionCase => ({
  name,
  input: { x },
  to,
  gives: [to, values],
});
const fails = (name: string, x: LiteralColumn, to: DataType): FunctionCase => ({
  name,
  input: { x },
  to,
  gives: { error: 'CAST_FAILED' },
});

const UTF8: DataType = { id: 'utf8' };
const INT64: DataType = { id: 'int64' };

export const castCases: FunctionCases = {
  cast: [
    casts('text to decimal', ['utf8', ['19.99', '-0.5', '+7', '.25', '3.', '007.5000', null]], decimal(10, 2), [
      1999n,
      -50n,
      700n,
      25n,
      300n,
      750n,
      null,
    ]),
    fails('text of more digits than the decimal has', ['utf8', ['0.001']], decimal(10, 2)),
    fails('text of too many digits', ['utf8', ['100000000']], decimal(10, 2)),
    fails('a million digits', ['utf8', ['9'.repeat(1e6)]], decimal(38, 0)),
    casts('a million zeros', ['utf8', [`${'0'.repeat(1e6)}1.${'0'.repeat(1e6)}`]], decimal(38, 0), [1n]),
    fails('an exponent is not decimal text', ['utf8', ['1e2']], decimal(10, 2)),
    fails('a point alone is not decimal text', ['utf8', ['.']], decimal(10, 2)),
    fails('nothing is not decimal text', ['utf8', ['']], decimal(10, 2)),
    fails('a blank is not decimal text', ['utf8', [' 1']], decimal(10, 2)),
    fails('digits of other scripts are not decimal text', ['utf8', ['\u0661']], decimal(10, 2)),
    casts('text to a decimal of negative scale', ['utf8', ['1200', '0', '-100.0']], decimal(3, -2), [12n, 0n, -1n]),
    fails('text that a negative scale cannot hold', ['utf8', ['1250']], decimal(3, -2)),
    casts('38 nines', ['utf8', [String(NINES), `-${String(NINES)}`]], decimal(38, 0), [NINES, -NINES]),
    casts('decimal to text has all digits of its scale', [decimal(5, 3), [1500n, -5n, 0n, null]], UTF8, [
      '1.500',
      '-0.005',
      '0.000',
      null,
    ]),
    casts('integer to decimal', ['int64', [7n, -7n]], decimal(10, 2), [700n, -700n]),
    fails('integer beyond the digits of a decimal', ['int64', [INT_MAX]], decimal(18, 0)),
    casts('decimal to integer', [decimal(5, 2), [199n, -199n]], INT64, [1n, -1n]),
    casts('float to decimal is rounded, halves away from zero', ['float64', [19.99, 0.125, -0.125, -0]], decimal(10, 2), [
      1999n,
      13n,
      -13n,
      0n,
    ]),
    fails('NaN to decimal', ['float64', [Number.NaN]], decimal(10, 2)),
    fails('infinity to decimal', ['float64', [-Infinity]], decimal(10, 2)),
    fails('a float beyond 38 digits', ['float64', [1.1e38]], decimal(38, 0)),
    casts('decimal to float is the nearest', [decimal(38, 38), [10n ** 37n]], { id: 'float64' }, [0.1]),
    casts('a smaller scale is rounded, halves away from zero', [decimal(5, 3), [1995n, -1995n, 1994n]], decimal(5, 2), [
      200n,
      -200n,
      199n,
    ]),
    fails('a larger scale without room', [decimal(3, 0), [999n]], decimal(3, 1)),
    casts('text to time', ['utf8', ['00:00', '23:59:59', '12:30:00.5', null]], time('ms'), [0n, 86_399_000n, 45_000_500n, null]),
    fails('text of more digits than the unit has', ['utf8', ['00:00:00.5']], time('s')),
    fails('an hour that there is not', ['utf8', ['24:00']], time('us')),
    fails('a time with a zone', ['utf8', ['12:00Z']], time('us')),
    fails('a fraction of a minute', ['utf8', ['12:00.5']], time('us')),
    casts('time to text has all digits of its unit', [time('us'), [1n, 86_399_999_999n, null]], UTF8, [
      '00:00:00.000001',
      '23:59:59.999999',
      null,
    ]),
    casts('seconds to text', [time('s'), [3661n]], UTF8, ['01:01:01']),
    casts('integer to duration', ['int32', [-5, null]], duration('ms'), [-5n, null]),
    fails('uint64 beyond a duration', ['uint64', [2n ** 64n - 1n]], duration('ms')),
    casts('duration to integer', [duration('ms'), [INT_MIN, 5n]], INT64, [INT_MIN, 5n]),
    fails('duration beyond the integer', [duration('ms'), [128n]], { id: 'int8' }),
    casts('integer to time', ['int64', [86_399n]], time('s'), [86_399n]),
    fails('integer beyond a day', ['int64', [86_400n]], time('s')),
    fails('integer before a day', ['int64', [-1n]], time('ns')),
    casts('time to integer', [time('ms'), [7n]], INT64, [7n]),
    casts('times to a finer and a coarser unit', [time('ms'), [1999n]], time('s'), [1n]),
    casts('durations are rounded down to a coarser unit', [duration('ms'), [-1n, 1999n]], duration('s'), [-1n, 1n]),
    fails('a duration beyond the finer unit', [duration('s'), [INT_MAX]], duration('ns')),
  ],
};
