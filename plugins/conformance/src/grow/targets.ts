import type { Engine, Kind, Step } from '@parquetframe/core/engine';
import { bindDefinition } from '../bind.js';
import type { TestedOperation } from '../operation-cases.js';
import { forGenerated } from '../random.js';
import type { Session } from '../session.js';
import { Grower } from './grow.js';
import { planKind, stepsOf, type Pair, type PlanStep } from './plan.js';
import { StepByStep } from './worlds.js';

/** A claimed operation and the kind of its result. */
export interface ClaimedOperation {
  readonly tested: TestedOperation;
  readonly result: Kind['kind'];
}

/** What a generated case of each claimed operation gives. */
export async function claimedOperations(session: Session): Promise<readonly ClaimedOperation[]> {
  const preparer = await session.preparer();
  const claimed: ClaimedOperation[] = [];
  for (const [name, tested] of session.operations) {
    if (!session.module.manifest.operations[name]) continue;
    let result: Kind['kind'] | undefined;
    await forGenerated(1, session.seed, async random => {
      const plan = await new Grower(preparer, random, new StepByStep(preparer)).bottom(tested);
      result = plan?.output.kind;
      return plan ? 'checked' : 'declined';
    });
    if (result !== undefined) claimed.push({ tested, result });
  }
  return claimed;
}

/** Every pair of claimed operations that can stand on one another: the child gives the kind that the parent takes at the port. */
export function possiblePairs(claimed: readonly ClaimedOperation[]): readonly Pair[] {
  return claimed
    .filter(({ tested }) => tested.cases.chain !== undefined)
    .flatMap(({ tested: { definition: parent } }) =>
      parent.inputs.flatMap((kind, port) =>
        claimed
          .filter(({ result }) => result === kind)
          .map(({ tested: child }) => ({ parent: parent.name, port, child: child.definition.name })),
      ),
    );
}

/** Whether dispatch would offer the plan to the engine as one fragment: it covers the root alone and everything else at least inside. */
export function wouldBeOffered(engine: Engine, root: PlanStep): boolean {
  return stepsOf(root).every(step => {
    const answer = engine.covers(stepAlone(step));
    return step === root ? answer === 'alone' : answer !== 'no';
  });
}

const stepAlone = ({ tested, options, inputs }: PlanStep): Step =>
  bindDefinition(tested.definition, options, inputs.map(planKind), 'exact').fragment.root;
