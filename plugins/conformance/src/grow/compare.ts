import type { CaseResult, Determinism, PreparedCase, ResultClass } from '@parquetframe/core/engine';
import { compareResults, tableDefect } from '../compare.js';
import { messageOf } from '../contract-violation.js';
import type { Outcome } from '../driver.js';
import { askedClass, codeOf } from '../examine.js';
import type { CasePreparer } from '../prepare.js';
import type { Session } from '../session.js';
import { nameOf, stepsOf, type PlanStep } from './plan.js';
import type { StepByStep, Worlds } from './worlds.js';

/** What a plan is compared with, and how. */
export interface PlanContext {
  readonly session: Session;
  readonly preparer: CasePreparer;
  readonly steps: StepByStep;
  readonly determinism: Determinism;
}

/**
 * What is wrong with the outcome of a fused plan, or undefined. The closed list of errors that may be missing: those of values on which the result does not depend,
 * because a filter or limit drops their row or nobody reads their column. An error that no step gives is always wrong.
 */
export async function planProblem(context: PlanContext, root: PlanStep, outcome: Outcome): Promise<string | undefined> {
  if (outcome.outcome === 'declined') return undefined;
  const worlds = await context.steps.of(root);
  if (outcome.outcome === 'error') return errorProblem(outcome.error, worlds);
  const { output } = root;
  if (outcome.result.kind === 'table' && output.kind === 'table') {
    const defect = tableDefect(outcome.result.table, output.schema);
    if (defect !== undefined) return defect;
  }
  const [first, ...others] = worlds.results;
  const codes = [...worlds.codes].join(' or ');
  if (!first || others.includes(undefined)) return `gave a result, its steps one by one give the error ${codes}`;
  for (const [index, other] of others.entries()) {
    if (other && (await resultProblem(context, root, other, first, index + 1)) !== undefined)
      return `gave a result, its steps one by one give the error ${codes}, and the result depends on the value that cannot be computed`;
  }
  return resultProblem(context, root, outcome.result, first, 0);
}

function errorProblem(error: unknown, { codes }: Worlds): string | undefined {
  const code = codeOf(error);
  if (code !== undefined && codes.has(code)) return undefined;
  const expected = codes.size === 0 ? 'its steps one by one give a result' : `expected ${[...codes].join(' or ')}`;
  return `failed with ${code ?? 'an error without a code'} (${messageOf(error)}), but ${expected}`;
}

async function resultProblem(
  { session, preparer, steps, determinism }: PlanContext,
  root: PlanStep,
  actual: CaseResult,
  expected: CaseResult,
  world: number,
): Promise<string | undefined> {
  const asked = askedClass(session, root.tested, determinism) ?? 'equivalence';
  if (!isExactBelow(session, root, determinism)) return looseProblem(actual, expected);
  const { compare } = root.tested.cases;
  const inputs = await steps.inputsOf(root, world);
  if (!compare || !inputs) return compareResults(actual, expected, asked);
  const prepared: PreparedCase = { name: nameOf(root), inputs, options: root.options, folder: preparer.folder };
  return compare(actual, expected, { prepared, class: asked, tools: { reference: preparer.run.bind(preparer) } });
}

/** Where a step below is not exact, its rows may come in another order and its floats may be a little off: what stands on it cannot be held to more. */
function isExactBelow(session: Session, root: PlanStep, determinism: Determinism): boolean {
  const classes = stepsOf(root)
    .filter(step => step !== root)
    .map((step): ResultClass | undefined => askedClass(session, step.tested, determinism));
  return classes.every(asked => asked === 'exact');
}

function looseProblem(actual: CaseResult, expected: CaseResult): string | undefined {
  return actual.kind === expected.kind ? undefined : `the result is a ${actual.kind}, expected a ${expected.kind}`;
}
