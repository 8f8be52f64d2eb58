import type { Dataset, Schema } from '../data/index.js';
import type { Determinism } from './step.js';

/** A plan as frames build it: lazy, immutable, schema not yet known. Shared nodes are shared by identity. */
export interface PlanNode {
  readonly kind: 'operation';
  readonly operation: string;
  /** options as the user gave them; expressions are `UserExpression` */
  readonly options: { readonly [option: string]: unknown };
  readonly inputs: readonly PlanInput[];
  /** where the user called the verb: `file:line:column`, for errors */
  readonly callSite: string | undefined;
  /** pins this node to an engine */
  readonly engine?: string;
  readonly determinism?: Determinism;
  /**
   * A verb that is made of other operations: the plan that it stands for, once the columns of its inputs are known. `operation` is then the name of the verb, for
   * people; the catalogue need not have it.
   */
  readonly expand?: (schemas: readonly Schema[]) => PlanInput;
}

export interface DatasetNode {
  readonly kind: 'dataset';
  readonly dataset: Dataset;
}

export type PlanInput = PlanNode | DatasetNode;

export const planNode = (
  operation: string,
  options: { readonly [option: string]: unknown },
  inputs: readonly PlanInput[],
  extra: {
    readonly callSite?: string | undefined;
    readonly engine?: string | undefined;
    readonly determinism?: Determinism | undefined;
  } = {},
): PlanNode => ({
  kind: 'operation',
  operation,
  options,
  inputs,
  callSite: extra.callSite,
  ...(extra.engine === undefined ? {} : { engine: extra.engine }),
  ...(extra.determinism === undefined ? {} : { determinism: extra.determinism }),
});

/** The stack line of whoever called `skip`: the user's line, for errors that are only found when the schema is read. */
export function callSite(skip: (...args: never[]) => unknown): string | undefined {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, skip);
  Error.stackTraceLimit = limit;
  return holder.stack?.split('\n')[1]?.trim().replace(/^at /, '');
}
