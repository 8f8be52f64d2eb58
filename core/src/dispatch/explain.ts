import { residencyKey } from '../data/index.js';
import { inputsFirst } from '../plan/index.js';
import type { Decider, Decision, Pick, PlacedPort } from './decide.js';
import type { LogicalStep } from './logical.js';
import type { ExplainedStage, Explanation } from './provenance.js';

/** The stages of a decision, inputs first. */
export function picksOf(decision: Decision): readonly Pick[] {
  const { pick } = decision.option;
  return pick ? inputsFirst(pick, ({ ports }) => ports.flatMap(port => port.option.pick ?? [])) : [];
}

const milliseconds = (seconds: number): string =>
  seconds >= 1 ? `${seconds.toFixed(2)} s` : `${(seconds * 1000).toPrecision(3)} ms`;

/** What a pick costs beyond what its inputs cost anyway: bringing them here, and the kernel. */
export function ownSeconds(pick: Pick, bytesOf: (port: PlacedPort) => number): number {
  return pick.ports.reduce((sum, port) => sum + port.path.seconds(bytesOf(port)), pick.cost.seconds);
}

/** Per engine its cheapest way to do a step. */
function cheapestPerEngine(
  step: LogicalStep,
  decider: Decider,
): ReadonlyMap<string, { readonly pick: Pick; readonly seconds: number }> {
  const cheapest = new Map<string, { readonly pick: Pick; readonly seconds: number }>();
  for (const { pick } of decider.priced.get(step) ?? []) {
    const { id } = pick.candidate.engine;
    const seconds = ownSeconds(pick, port => decider.bytesOf(port.input));
    const known = cheapest.get(id);
    if (!known || pick.candidate.region.steps.length > known.pick.candidate.region.steps.length)
      cheapest.set(id, { pick, seconds });
  }
  return cheapest;
}

/** Why a pick won, in one line. */
export function reasonFor(pick: Pick, decider: Decider): string {
  const { engine, pinned } = pick.candidate;
  if (pinned) return 'pinned';
  const rivals = [...cheapestPerEngine(pick.step, decider)].filter(([id]) => id !== engine.id);
  if (rivals.length === 0) return 'only candidate';
  const others = rivals.map(([id, { seconds, pick: other }]) => `${id} ${milliseconds(seconds)} ${other.cost.basis}`).join(', ');
  return `cheapest: ${milliseconds(ownSeconds(pick, port => decider.bytesOf(port.input)))} ${pick.cost.basis}; ${others}`;
}

export function explanation(decision: Decision, decider: Decider, rewrites: readonly string[]): Explanation {
  const stages = picksOf(decision).map((pick): ExplainedStage => {
    const { engine, region, kernel } = pick.candidate;
    const priced = [...cheapestPerEngine(pick.step, decider)].map(([id, { pick: other, seconds }]) => ({
      engine: id,
      seconds,
      reason: `${other.cost.basis}${other.candidate.region.steps.length > 1 ? `, ${String(other.candidate.region.steps.length)} steps at once` : ''}`,
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
  return {
    stages,
    rewrites,
    seconds: stages.reduce((sum, stage) => sum + stage.seconds, 0),
    toString: () => explanationText(stages, rewrites),
  };
}

function explanationText(stages: readonly ExplainedStage[], rewrites: readonly string[]): string {
  const lines: string[] = [];
  for (const [index, stage] of stages.entries()) {
    lines.push(
      `${String(index + 1)}. ${stage.operations.join(' → ')}  on ${stage.engine}  (${milliseconds(stage.seconds)} ${stage.basis}, peak ${(stage.peakBytes / 1e6).toFixed(1)} MB)`,
    );
    for (const other of stage.considered)
      lines.push(
        `     ${other.engine.padEnd(16)} ${other.seconds === undefined ? '' : `${milliseconds(other.seconds)} `}${other.reason}`,
      );
  }
  if (rewrites.length > 0) lines.push(`rewritten: ${rewrites.join('; ')}`);
  return lines.join('\n');
}
