import type { CheckName } from '../report.js';
import type { TestedOperation } from '../operation-cases.js';
import type { Session } from '../session.js';

/** Runs that were compared, and what to tell besides. Throws what is wrong. */
export interface CheckOutcome {
  readonly cases: number;
  readonly reported?: string;
  readonly skipped?: string;
}

/** A check of one claimed operation. */
export interface OperationCheck {
  readonly name: CheckName;
  run(session: Session, tested: TestedOperation): Promise<CheckOutcome>;
}

/** A check of the engine as a whole. */
export interface EngineCheck {
  readonly name: CheckName;
  run(session: Session): Promise<CheckOutcome>;
}
