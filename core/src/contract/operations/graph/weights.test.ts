import test from 'ava';
import { isParquetFrameError } from '../../errors/index.js';
import { graphPageRank } from './page-rank.js';

const codeOf = (facts: { readonly [fact: string]: number }, weighted = true): string | undefined => {
  try {
    graphPageRank.check?.([facts], { weighted });
    return undefined;
  } catch (error) {
    return isParquetFrameError(error) ? error.code : 'UNTYPED';
  }
};

test('weighted PageRank takes finite weights that are not negative', t => {
  t.is(codeOf({ minWeight: 0, maxWeight: 3, negativeWeights: 0, nanWeights: 0 }), undefined);
  t.is(codeOf({ minWeight: -1, maxWeight: 3, negativeWeights: 1 }), 'NEGATIVE_WEIGHT');
  t.is(codeOf({ nanWeights: 1 }), 'NAN_WEIGHT');
  t.is(codeOf({}), undefined);
});

test('with an infinite weight all ranks would be NaN: it is an error', t => {
  t.is(codeOf({ minWeight: 1, maxWeight: Infinity }), 'WEIGHT_OUT_OF_RANGE');
  t.is(codeOf({ minWeight: 1, maxWeight: Infinity }, false), undefined);
});
