import type { AggregateMethods } from '../contract/functions/index.js';
import type { ColumnType } from './column-types.js';
import type { Aggregate, Operand } from './expr.js';
import type { BoolOperand, MeanOf, NumericOperand, SummableType, SumOf } from './operand-types.js';

interface Operands {
  readonly any: ColumnType;
  readonly number: Exclude<NumericOperand, 'null'>;
  readonly summable: SummableType;
  readonly bool: Exclude<BoolOperand, 'null'>;
  readonly text: 'utf8';
}
interface Gives<T extends ColumnType> {
  readonly same: T;
  readonly count: 'int64!';
  readonly sum: SumOf<T>;
  readonly mean: MeanOf<T>;
  readonly float64: 'float64';
  readonly bool: 'bool';
  readonly text: 'utf8';
  readonly list: 'list!';
}
interface Ddof {
  /** what is subtracted from the number of values before it divides: 1 (default) for a sample, 0 for all there are */
  readonly ddof?: number;
}
interface Descending {
  readonly descending?: boolean;
}
interface Takes {
  readonly nothing: [];
  readonly ignoreNulls: [options?: { readonly ignoreNulls?: boolean }];
  readonly ddof: [options?: Ddof];
  /** from 0 to 1 */
  readonly fraction: [q: number];
  readonly separator: [separator: string];
  readonly by: [by: Operand<ColumnType>];
  readonly number: [other: Operand<NumericOperand>];
  /** `bias`: of all there are, not of a sample */
  readonly bias: [options?: { readonly bias?: boolean }];
  /** ascending */
  readonly breaks: [breaks: readonly number[]];
  readonly byAndDescending: [by: Operand<ColumnType>, options?: Descending];
  readonly byAndSeparator: [by: Operand<ColumnType>, separator: string, options?: Descending];
  readonly numberAndDdof: [other: Operand<NumericOperand>, options?: Ddof];
}

/** Aggregate functions as methods: whoever adds one adds none here. What they mean is in docs/expressions.md. */
export type AggregateMethodsOf<T extends ColumnType> = {
  readonly [name in keyof AggregateMethods]: (
    this: Operand<Operands[AggregateMethods[name]['of']]>,
    ...given: Takes[AggregateMethods[name]['takes']]
  ) => Aggregate<Gives<T>[AggregateMethods[name]['gives']]>;
};
