import { ParquetFrameError } from '../../errors/index.js';
import { liftArguments, tableInput, type OperationDefinition } from '../operation.js';
import { integerOption, numberOption } from '../option.js';
import { copiesFirst } from '../traits.js';

export const tableSample: OperationDefinition = {
  name: 'table.sample',
  revision: 1,
  summary: 'Some of the rows, chosen at random by a seed.',
  meaning:
    'n rows, each at most once, in input order, where n is `count`, or the product of `fraction` and the number of rows as float64, rounded down; all rows where there are no more than n. ' +
    'Row i, counted from 0, has the number that SplitMix64 gives from the state `seed` on as its i + 1st: z = seed + (i + 1) · 0x9E3779B97F4A7C15, z = (z xor z >> 30) · 0xBF58476D1CE4E5B9, ' +
    'z = (z xor z >> 27) · 0x94D049BB133111EB, z xor z >> 31, all modulo 2^64. No two rows have the same; the n rows with the smallest numbers, without sign, are taken.',
  source: 'Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014 (SplitMix64)',
  inputs: ['table'],
  options: {
    count: integerOption({ placement: 'argument', description: 'Rows; this or `fraction`.' }, 0),
    fraction: numberOption({ placement: 'argument', description: 'Share of the rows; this or `count`.' }, 0, 1),
    seed: integerOption({ placement: 'argument', description: 'The same seed takes the same rows.', default: 0 }, 0),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs, parameters) {
    const given = ['count', 'fraction'].filter(name => options[name] !== undefined);
    if (given.length !== 1)
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `sample takes either a number of rows or a fraction of them; received ${given.length === 0 ? 'neither' : 'both'}`,
      );
    return {
      binding: { by: given[0] ?? 'count' },
      arguments: liftArguments(this, options, parameters),
      output: tableInput('table.sample', inputs, 0),
    };
  },
  sizes: ([table]) => ({ rows: (table?.['rows'] ?? 1e5) / 10, bytes: (table?.['bytes'] ?? 1e6) / 10 }),
  work: ([table]) => table?.['rows'] ?? 1e5,
  plan: {
    order: 'keeps',
    copies: copiesFirst,
    reads: (_step, wanted) => [wanted],
  },
};
