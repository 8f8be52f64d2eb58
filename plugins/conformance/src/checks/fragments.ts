import { isDecline, type CaseRandom, type Determinism } from '@parquetframe/core/engine';
import type { EngineDriver } from '../driver.js';
import { Mismatch, removeWritten } from '../examine.js';
import { planProblem } from '../grow/compare.js';
import { Grower } from '../grow/grow.js';
import { bindPlan, nameOf, pairKey, pairsOf, planText, stepsOf, type Pair, type PlanStep } from '../grow/plan.js';
import { claimedOperations, possiblePairs, wouldBeOffered, type ClaimedOperation } from '../grow/targets.js';
import { StepByStep } from '../grow/worlds.js';
import { forGenerated } from '../random.js';
import type { Session } from '../session.js';
import { declineProblem } from './binding.js';
import type { EngineCheck } from './check.js';

/** As many steps on top of one another as dispatch puts into a fragment. */
const DEPTH = 12;

/**
 * Plans that an engine binds as one fragment give what the reference gives step by step: first every pair of operations, then deeper plans over all that the engine
 * claims, with several inputs, shared data and sinks. Pairs that were bound, and right, are what dispatch may put into one fragment.
 */
export const fragments: EngineCheck = {
  name: 'fragments',
  async run(session) {
    const driver = await session.driver(Math.max(...session.threads));
    if (driver.engine.fuses === false) return { cases: 0, skipped: 'the engine runs one operation at a time' };
    const claimed = await claimedOperations(session);
    const found: Pair[] = [];
    let cases = 0;
    for (const [index, pair] of possiblePairs(claimed).entries()) {
      if (!session.wants(pair.parent, pair.child)) continue;
      const bound = await checkPair(session, driver, pair, index);
      if (bound > 0) found.push(pair);
      cases += bound;
    }
    const pairs = [...session.known, ...found];
    if (pairs.length > 0) cases += await checkDeep(session, driver, claimed, pairs);
    session.pairs.push(...found);
    return { cases };
  },
};

/** How many plans of the pair were bound and compared. */
async function checkPair(session: Session, driver: EngineDriver, pair: Pair, index: number): Promise<number> {
  const [parent, child] = [session.operations.get(pair.parent), session.operations.get(pair.child)];
  if (!parent || !child) return 0;
  const runs = Math.max(6, Math.ceil(session.cases / 10));
  let bound = 0;
  let tried = 0;
  const { failure } = await forGenerated(runs, session.seed + 1000 + index, async random => {
    // An engine that declines the pair again and again does not fuse it: enough is known.
    if (bound === 0 && tried >= 6) return 'checked';
    const outcome = await tryPlan(session, driver, random, async grower => {
      // Many rows in every third plan of every pair, so that none is left to chance.
      const below = await grower.bottom(child, tried % 3 === 0);
      return below && grower.above(parent, pair.port, below);
    });
    if (outcome !== 'none') tried++;
    if (outcome === 'bound') bound++;
    return outcome === 'none' ? 'declined' : 'checked';
  });
  if (failure) throw failure;
  return bound;
}

async function checkDeep(
  session: Session,
  driver: EngineDriver,
  claimed: readonly ClaimedOperation[],
  pairs: readonly Pair[],
): Promise<number> {
  const bottoms = claimed.filter(({ tested }) => pairs.some(({ child }) => child === tested.definition.name));
  let bound = 0;
  const { failure } = await forGenerated(session.cases * 2, session.seed + 5, async random => {
    const outcome = await tryPlan(session, driver, random, grower => deepPlan(session, random, grower, bottoms, pairs));
    if (outcome === 'bound') bound++;
    return outcome === 'none' ? 'declined' : 'checked';
  });
  if (failure) throw failure;
  return bound;
}

/** Grows along pairs that the engine has bound, for dispatch cuts everywhere else. */
async function deepPlan(
  session: Session,
  random: CaseRandom,
  grower: Grower,
  bottoms: readonly ClaimedOperation[],
  pairs: readonly Pair[],
): Promise<PlanStep | undefined> {
  const isDue = (name: string): boolean => session.wants(name);
  const bottom = oftenDue(random, bottoms, ({ tested }) => isDue(tested.definition.name));
  let plan = await grower.bottom(random.pick(bottom).tested, random.integer(0, 15) === 15);
  const other = random.integer(0, 2) === 0 ? await grower.bottom(random.pick(bottoms).tested) : undefined;
  const steps = random.integer(0, 7) === 7 ? random.integer(4, DEPTH - 1) : random.integer(2, 4);
  for (let step = 0; step < steps && plan; step++) {
    const below: PlanStep = plan;
    const on = pairs.filter(({ child }) => child === nameOf(below));
    if (on.length === 0) break;
    const { parent, port } = random.pick(oftenDue(random, on, pair => isDue(pair.parent)));
    const tested = session.operations.get(parent);
    plan = (tested && (await grower.above(tested, port, below, other))) ?? plan;
  }
  if (!plan || !stepsOf(plan).some(step => isDue(nameOf(step)))) return undefined;
  const certified = new Set(pairs.map(pairKey));
  return pairsOf(plan).every(pair => certified.has(pairKey(pair))) ? plan : undefined;
}

/** Where only some operations are to be run, plans lead to one of them as often as not. */
function oftenDue<T>(random: CaseRandom, items: readonly T[], isDue: (item: T) => boolean): readonly T[] {
  const due = items.filter(isDue);
  return due.length > 0 && due.length < items.length && random.boolean() ? due : items;
}

/** Grows a plan, offers it to the engine, and compares. `none`: there is no such plan, or one of a single step. */
async function tryPlan(
  session: Session,
  driver: EngineDriver,
  random: CaseRandom,
  grow: (grower: Grower) => Promise<PlanStep | undefined>,
): Promise<'none' | 'declined' | 'bound'> {
  const preparer = await session.preparer();
  const steps = new StepByStep(preparer);
  const root = await grow(new Grower(preparer, random, steps));
  if (!root || stepsOf(root).length < 2) return 'none';
  const determinism: Determinism = random.integer(0, 3) === 3 ? 'fast' : 'exact';
  const plan = bindPlan(root, determinism);
  if (!wouldBeOffered(driver.engine, root)) return 'declined';
  const answer = await driver.bind(plan);
  const title = `a fragment of ${stepsOf(root).map(nameOf).join(', ')}`;
  if (isDecline(answer)) {
    const problem = declineProblem(answer);
    if (problem !== undefined) throw new Mismatch(`${title}: ${problem}`);
    return 'declined';
  }
  const expected = await steps.of(root);
  await removeWritten({ folder: preparer.folder, options: root.options });
  const outcome = await driver.run(plan, plan.ports);
  const problem = await planProblem({ session, preparer, steps, determinism }, root, outcome);
  if (problem !== undefined) {
    const errors = expected.codes.size > 0 ? `\nerrors of single steps: ${[...expected.codes].join(', ')}` : '';
    throw new Mismatch(`${title} differs from its steps one by one: ${problem}${errors}\n${planText(root)}`);
  }
  return outcome.outcome === 'declined' ? 'declined' : 'bound';
}
