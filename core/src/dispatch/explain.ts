import { residencyKey } from '../data/index.js';
import type { Decider, Decision, Pick } from './decide.js';
import type { ExplainedStage, Explanation } from './provenance.js';

/** The stages of a decision, inputs first. */
export function picksOf(decision: Decision): readonly Pick[] {
  const picks: Pick[] = [];
  const visit = (pick: Pick | undefined): void => {
    if (!pick || picks.includes(pick)) return;
    for (const port of pick.ports) visit(port.option.pick);
    picks.push(pick);
  };
  visit(decision.option.pick);
  return picks;
}

const milliseconds = (seconds: number): string =>
  seconds >= 1 ? `${seconds.toFixed(2)} s` : `${(seconds * 1000).toPrecision(3)} ms`;

/** Why a pick won, in one line. */
export function reasonFor(pick: Pick, decider: Decider): string {
  const { engine, pinned } = pick.candidate;
  if (pinned) return 'pinned';
  const rivals = new Map<string, { readonly seconds: number; readonly basis: string }>();
  for (const priced of decider.priced.get(pick.step) ?? []) {
    const known = rivals.get(priced.engine);
    if (priced.engine !== engine.id && (!known || priced.seconds < known.seconds)) rivals.set(priced.engine, priced);
  }
  if (rivals.size === 0) return 'only candidate';
  const others = [...rivals].map(([id, { seconds, basis }]) => `${id} ${milliseconds(seconds)} ${basis}`).join(', ');
  return `cheapest: ${milliseconds(pick.cost.seconds)} ${pick.cost.basis}; ${others}`;
}

export function explanation(decision: Decision, decider: Decider, rewrites: readonly string[]): Explanation {
  const stages = picksOf(decision).map((pick): ExplainedStage => {
    const { engine, region, kernel } = pick.candidate;
    const priced = (decider.priced.get(pick.step) ?? []).map(p => ({
      engine: p.engine,
      seconds: p.seconds,
      reason: `${p.basis}${p.steps > 1 ? `, ${String(p.steps)} steps at once` : ''}`,
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
