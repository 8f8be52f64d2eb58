import { residencyKey } from '../../contract/data/index.js';
import { inputsFirst } from '../../contract/plan/index.js';
import type { TransferSubject } from '../../contract/index.js';
import type { Decider } from './decide.js';
import type { Decision, Pick, PlacedPort } from './decision.js';
import { duration, explanationText, printed } from '../../executor/printed.js';
import type { ExplainedStage, Explanation } from '../../executor/provenance.js';

/** The stages of a decision, inputs first. */
export function picksOf(decision: Decision): readonly Pick[] {
  const { pick } = decision.option;
  return pick ? inputsFirst(pick, ({ ports }) => ports.flatMap(port => port.option.pick ?? [])) : [];
}

/** What a pick costs beyond what its inputs cost anyway: bringing them here, and the kernel. */
export function ownSeconds(pick: Pick, about: (port: PlacedPort) => TransferSubject & { readonly bytes: number }): number {
  const move = (port: PlacedPort): number => {
    const subject = about(port);
    return port.path.seconds(subject.bytes, subject);
  };
  return pick.ports.reduce((sum, port) => sum + move(port), pick.cost.seconds);
}

interface Rival {
  readonly engine: string;
  readonly pick: Pick;
  /** for the same steps as the pick it is compared with: those that it does not fuse are counted on their cheapest engines */
  readonly seconds: number;
}

/** The cheapest way of every other engine to the result of a pick, from the inputs of the pick. */
function rivalsOf(pick: Pick, decider: Decider): readonly Rival[] {
  const inputs = pick.ports.reduce((sum, { option }) => sum + option.seconds, 0);
  const cheapest = new Map<string, Rival>();
  for (const { pick: other, total } of decider.priced.get(pick.step) ?? []) {
    const { id } = other.candidate.engine;
    const known = cheapest.get(id);
    if (id !== pick.candidate.engine.id && (!known || total - inputs < known.seconds))
      cheapest.set(id, { engine: id, pick: other, seconds: Math.max(0, total - inputs) });
  }
  return [...cheapest.values()].sort((a, b) => a.seconds - b.seconds);
}

/** Why a pick won, in one line. */
export function reasonFor(pick: Pick, decider: Decider): string {
  if (pick.candidate.pinned) return 'pinned';
  const rivals = rivalsOf(pick, decider);
  if (rivals.length === 0) return 'only candidate';
  const own = ownSeconds(pick, port => decider.about(port.input));
  const others = rivals.map(({ engine, seconds, pick: { cost } }) => `${engine} ${duration(seconds)} ${cost.basis}`);
  return `${verdict(pick, own, rivals, decider)}: ${duration(own)} ${pick.cost.basis}; ${others.join(', ')}`;
}

function verdict(pick: Pick, own: number, rivals: readonly Rival[], decider: Decider): string {
  if (decider.prefers(pick.candidate.engine.id)) return 'preferred';
  if (rivals.every(({ seconds }) => seconds >= own)) return 'cheapest';
  return decider.exceptions.get(pick.step) ?? 'cheapest with what follows';
}

function stepsAtOnce({ candidate: { region, cuts } }: Pick): string {
  const steps = region.steps.length > 1 ? `, ${String(region.steps.length)} steps at once` : '';
  return `${steps}${cuts.length > 0 ? `; cut: ${cuts.join('; ')}` : ''}`;
}

export function explanation(decision: Decision, decider: Decider, rewrites: readonly string[]): Explanation {
  const stages = picksOf(decision).map((pick): ExplainedStage => {
    const { engine, region, kernel } = pick.candidate;
    const own = ownSeconds(pick, port => decider.about(port.input));
    const priced = [{ engine: engine.id, pick, seconds: own }, ...rivalsOf(pick, decider)].map(other => ({
      engine: other.engine,
      seconds: other.seconds,
      reason: `${other.pick.cost.basis}${stepsAtOnce(other.pick)}`,
    }));
    const left = (decider.left.get(pick.step) ?? []).map(a => ({ engine: a.engine, reason: `${a.code}: ${a.reason}` }));
    return {
      operations: region.steps.map(step => step.definition.name),
      engine: engine.id,
      seconds: pick.cost.seconds,
      peakBytes: pick.cost.peakBytes,
      basis: pick.cost.basis,
      output: kernel.outputs.map(residencyKey).join(' | '),
      considered: [...priced, ...left],
    };
  });
  const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const result: Explanation = { stages, rewrites, seconds };
  return printed(result, () => explanationText(result));
}
