import { rm } from 'node:fs/promises';
import {
  functionsOf,
  isExpression,
  isParquetFrameError,
  satisfies,
  usedFeatures,
  type CaseResult,
  type CaseTools,
  type Determinism,
  type OperationCase,
  type OperationOptions,
  type PreparedCase,
  type PreparedInput,
  type ResultClass,
  type UsedFeatures,
} from '@parquetframe/core/engine';
import type { BoundCase } from './bind.js';
import { caseText } from './case-text.js';
import { compareExpectation, compareResults, tableDefect } from './compare.js';
import { messageOf } from './contract-violation.js';
import type { DriveOptions, EngineDriver, Outcome } from './driver.js';
import type { TestedOperation } from './operation-cases.js';
import { bindPrepared, refusedByCatalogue, refusedByFacts } from './prepare.js';
import type { Session } from './session.js';

/** The engine gave something else than it should; the message has the case. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
}

export type GivenCase = Omit<OperationCase, 'name'> & { readonly name?: string };

/** A case ready to run, with what the reference makes of it. */
export interface ReadyCase {
  readonly given: GivenCase;
  readonly prepared: PreparedCase;
  readonly bound: BoundCase;
}

/** The class that the engine must meet: the catalogue's for the determinism asked, or its own where it claims more. */
export function askedClass(session: Session, { definition }: TestedOperation, determinism: Determinism): ResultClass | undefined {
  const claimed = session.module.manifest.operations[definition.name]?.class;
  const required = definition.classes[determinism];
  if (claimed === undefined) return required;
  if (!satisfies(claimed, required)) return undefined;
  return determinism === 'exact' ? claimed : required;
}

/**
 * Prepares and binds a case; undefined when core keeps it from the engine: because the catalogue refuses it with the code that the case states, because known facts
 * tell that it is an error, or because it has an option or a function that the engine does not claim.
 */
export async function ready(
  session: Session,
  tested: TestedOperation,
  given: GivenCase,
  determinism: Determinism,
): Promise<ReadyCase | undefined> {
  const preparer = await session.preparer();
  const prepared = await preparer.prepare(tested.definition, tested.cases, given);
  if (refusedByFacts(tested.definition, prepared)) return undefined;
  if (expectedCode(given) !== undefined && refusedByCatalogue(tested.definition, prepared) === expectedCode(given))
    return undefined;
  const item: ReadyCase = { given, prepared, bound: bindPrepared(tested.definition, prepared, determinism) };
  return isOutsideClaim(session, tested, item) ? undefined : item;
}

function isOutsideClaim({ module }: Session, { definition }: TestedOperation, { prepared, bound }: ReadyCase): boolean {
  const claim = module.manifest.operations[definition.name];
  if (!claim) return false;
  const { revision } = featuresOf({ definition, prepared, bound });
  return (
    revision > claim.revision ||
    (claim.functions !== undefined && !calledFunctions(bound.fragment.root.binding).every(f => claim.functions?.includes(f)))
  );
}

/** Names of all scalar functions in a binding, wherever its expressions are. */
function calledFunctions(value: unknown): readonly string[] {
  if (isExpression(value)) return [...functionsOf(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(calledFunctions) : [];
}

/** What a case asks of the engine beyond its operation. */
function featuresOf({
  definition,
  prepared,
  bound,
}: Pick<ReadyCase, 'prepared' | 'bound'> & Pick<TestedOperation, 'definition'>): UsedFeatures {
  const { root, ports } = bound.fragment;
  return usedFeatures(definition, prepared.options, root.binding, [...ports.map(({ data }) => data), root.output]);
}

/** The reference always answers in `exact`, and is asked once for each case, whichever checks run it. */
export function referenceOutcome(session: Session, tested: TestedOperation, { prepared }: ReadyCase): Promise<Outcome> {
  return session.answers.of(prepared, async () => {
    const reference = await session.reference();
    await removeWritten(prepared);
    return reference.run(bindPrepared(tested.definition, prepared, 'exact'), prepared.inputs);
  });
}

/** Runs a case on the engine under test. A file that an earlier run wrote is gone before it starts. */
export async function engineOutcome(driver: EngineDriver, item: ReadyCase, options: DriveOptions = {}): Promise<Outcome> {
  await removeWritten(item.prepared);
  return driver.run(item.bound, item.prepared.inputs, options);
}

export async function removeWritten({ folder, options }: Pick<PreparedCase, 'folder' | 'options'>): Promise<void> {
  const written = options['path'];
  if (typeof written === 'string' && written.startsWith(folder)) await rm(written, { force: true });
}

/** Throws a `Mismatch` when the outcome is not what the reference gave, in the class asked. */
export async function requireSame(
  session: Session,
  tested: TestedOperation,
  item: ReadyCase,
  actual: Outcome,
  expected: Outcome,
  asked: ResultClass,
): Promise<void> {
  const fail = (problem: string): never => {
    throw new Mismatch(`${problem}\n${caseText(item.given)}`);
  };
  const { definition } = tested;
  if (actual.outcome === 'declined')
    session.evidence.declined(definition.name, `${actual.decline.code}: ${actual.decline.reason}`);
  if (actual.outcome === 'declined' || expected.outcome === 'declined') return;
  if (actual.outcome === 'error' || expected.outcome === 'error') {
    const problem = errorProblem(actual, expected);
    if (problem !== undefined) fail(problem);
    session.evidence.compared(definition.name, featuresOf({ definition, ...item }), asked);
    return;
  }
  const problem =
    shapeProblem(actual.result, item) ?? (await difference(session, tested, item, actual.result, expected.result, asked));
  if (problem !== undefined) fail(problem);
  session.evidence.compared(definition.name, featuresOf({ definition, ...item }), asked);
}

/** The code of the error that a case states. */
export const expectedCode = ({ expect }: GivenCase): string | undefined =>
  expect && 'error' in expect ? expect.error : undefined;

export const codeOf = (error: unknown): string | undefined => (isParquetFrameError(error) ? error.code : undefined);

function errorProblem(actual: Outcome, expected: Outcome): string | undefined {
  if (actual.outcome === 'error') {
    const code = codeOf(actual.error);
    const text = `${code ?? 'an error without a code'} (${messageOf(actual.error)})`;
    if (expected.outcome !== 'error') return `failed with ${text}, but the right answer is a result`;
    return code === codeOf(expected.error)
      ? undefined
      : `failed with ${text}, expected ${codeOf(expected.error) ?? messageOf(expected.error)}`;
  }
  if (expected.outcome !== 'error') return undefined;
  return `gave a result, expected the error ${codeOf(expected.error) ?? messageOf(expected.error)} (${messageOf(expected.error)})`;
}

function shapeProblem(result: CaseResult, { bound }: ReadyCase): string | undefined {
  const { output } = bound.fragment.root;
  return result.kind === 'table' && output.kind === 'table' ? tableDefect(result.table, output.schema) : undefined;
}

async function difference(
  session: Session,
  tested: TestedOperation,
  { prepared }: ReadyCase,
  actual: CaseResult,
  expected: CaseResult,
  asked: ResultClass,
): Promise<string | undefined> {
  if (!tested.cases.compare) return compareResults(actual, expected, asked);
  const preparer = await session.preparer();
  return tested.cases.compare(actual, expected, { prepared, class: asked, tools: { reference: preparer.run.bind(preparer) } });
}

/** Throws a `Mismatch` when the outcome is not what the case itself states. */
export function requireExpected(item: ReadyCase, actual: Outcome, asked: ResultClass): void {
  const { expect } = item.given;
  if (!expect || actual.outcome === 'declined') return;
  let problem: string | undefined;
  if (actual.outcome === 'result') problem = compareExpectation(actual.result, expect, asked);
  else if (!('error' in expect))
    problem = `failed with ${codeOf(actual.error) ?? 'an untyped error'} (${messageOf(actual.error)})`;
  else if (codeOf(actual.error) !== expect.error)
    problem = `failed with ${codeOf(actual.error) ?? 'an untyped error'} (${messageOf(actual.error)}), expected ${expect.error}`;
  if (problem !== undefined) throw new Mismatch(`${item.given.name ?? 'case'}: ${problem}\n${caseText(item.given)}`);
}

/** Throws a `Mismatch` for the first law that the outcome breaks. */
export async function requireLaws(
  session: Session,
  tested: TestedOperation,
  driver: EngineDriver,
  item: ReadyCase,
  actual: Outcome,
): Promise<void> {
  if (actual.outcome !== 'result') return;
  const tools = await caseTools(session, tested, driver, item);
  for (const law of tested.cases.laws ?? []) {
    const problem = await law.check(item.prepared, actual.result, tools);
    if (problem !== undefined) throw new Mismatch(`law broken: ${law.name}: ${problem}\n${caseText(item.given)}`);
  }
}

async function caseTools(session: Session, tested: TestedOperation, driver: EngineDriver, item: ReadyCase): Promise<CaseTools> {
  const preparer = await session.preparer();
  const { determinism } = item.bound.fragment;
  return {
    class: askedClass(session, tested, determinism) ?? tested.definition.classes[determinism],
    reference: preparer.run.bind(preparer),
    async again(inputs: readonly PreparedInput[], options: OperationOptions) {
      const prepared: PreparedCase = { ...item.prepared, inputs, options };
      const bound = bindPrepared(tested.definition, prepared, item.bound.fragment.determinism);
      const outcome = await driver.run(bound, inputs);
      return outcome.outcome === 'result' ? outcome.result : undefined;
    },
  };
}
