import type { PlanInput } from '../contract/plan/index.js';
import type { Executor } from '../executor/index.js';

/** Whatever has a plan and an executor: frames of any schema. */
export interface FrameLike {
  readonly plan: PlanInput;
  readonly executor: Executor;
}

/** Only for the compiler: there is no such member. */
export declare const schemaType: unique symbol;

/** A frame of columns `S`, however it gives int64. */
export interface FrameOf<S> extends FrameLike {
  readonly [schemaType]: S;
}
