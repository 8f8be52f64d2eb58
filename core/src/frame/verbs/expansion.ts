import type { Schema } from '../../contract/data/index.js';
import type { PlanInput, PlanNode } from '../../contract/plan/index.js';
import type { VerbStep } from './names.js';

/** A node with the line of the user's call and the settings of the frame. */
export type MakeStep = (operation: string, options: PlanNode['options'], ...inputs: readonly PlanInput[]) => PlanNode;

/** What a verb made of other operations knows when it is spelled out. */
export interface Expanded {
  readonly input: PlanInput;
  readonly schema: Schema;
  /** further inputs and their schemas */
  readonly others: readonly PlanInput[];
  readonly schemas: readonly Schema[];
  readonly step: MakeStep;
}

/** A step, or a verb that is spelled out in other operations. */
export interface ExpandedStep {
  readonly step: VerbStep;
  readonly expand?: Expansion;
}

/** A verb that is always spelled out. */
export type Lowered = Required<ExpandedStep>;

/** A verb spelled out in operations, once the columns of its inputs are known. @throws ParquetFrameError of category `usage` */
export type Expansion = (known: Expanded) => PlanInput;
