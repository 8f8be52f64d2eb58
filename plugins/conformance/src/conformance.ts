import type { EngineModule } from '@parquetframe/core/engine';
import { binding } from './checks/binding.js';
import { cancellation } from './checks/cancellation.js';
import type { CheckOutcome, EngineCheck, OperationCheck } from './checks/check.js';
import { concurrency } from './checks/concurrency.js';
import { determinism } from './checks/determinism.js';
import { availability, close, declines, manifest, undeclared } from './checks/engine.js';
import { estimates } from './checks/estimates.js';
import { errors } from './checks/errors.js';
import { fragments } from './checks/fragments.js';
import { generatedExact, generatedFast } from './checks/generated.js';
import { immutability } from './checks/immutability.js';
import { laws } from './checks/laws.js';
import { manyRows } from './checks/many-rows.js';
import { memory } from './checks/memory.js';
import { literals } from './checks/literals.js';
import { names } from './checks/names.js';
import { release } from './checks/release.js';
import { residencies } from './checks/residencies.js';
import { threads } from './checks/threads.js';
import type { Pair } from './grow/plan.js';
import type { CheckName, CheckResult } from './report.js';
import { Session, type ConformanceOptions } from './session.js';

const ENGINE_CHECKS: readonly EngineCheck[] = [manifest, availability, declines, undeclared];
const OPERATION_CHECKS: readonly OperationCheck[] = [
  binding,
  literals,
  errors,
  generatedExact,
  generatedFast,
  laws,
  manyRows,
  names,
  determinism,
  concurrency,
  residencies,
  immutability,
  release,
  cancellation,
  estimates,
  memory,
  threads,
];

/** A check that has not run yet. It never throws: what is wrong is in its result. */
export interface PendingCheck {
  readonly operation: string | undefined;
  readonly check: CheckName;
  run(): Promise<CheckResult>;
}

/** All checks of an engine in the order in which they are to be run, one after another; the engine is opened by the first that needs it. */
export interface Conformance {
  readonly session: Session;
  readonly checks: readonly PendingCheck[];
  close(): Promise<void>;
}

/** `known`: pairs of operations that are not to be run again. */
export function conformance(engine: EngineModule, options: ConformanceOptions, known: readonly Pair[] = []): Conformance {
  const session = new Session(engine, options, known);
  const wanted = (name: CheckName): boolean => options.checks === undefined || options.checks.includes(name);
  const checks: PendingCheck[] = ENGINE_CHECKS.filter(({ name }) => wanted(name)).map(check =>
    pending(session, undefined, check.name, () => check.run(session)),
  );
  for (const name of Object.keys(engine.manifest.operations)) {
    if (options.operations && !options.operations.includes(name)) continue;
    const tested = session.operations.get(name);
    if (!tested) continue;
    for (const check of OPERATION_CHECKS.filter(each => wanted(each.name)))
      checks.push(pending(session, name, check.name, () => check.run(session, tested)));
  }
  checks.push(
    ...[fragments, close]
      .filter(({ name: check }) => wanted(check))
      .map(check => pending(session, undefined, check.name, () => check.run(session))),
  );
  return { session, checks, close: () => session.close() };
}

function pending(
  session: Session,
  operation: string | undefined,
  check: CheckName,
  run: () => Promise<CheckOutcome>,
): PendingCheck {
  return {
    operation,
    check,
    async run() {
      const base = { operation, check };
      try {
        if (check !== 'manifest' && check !== 'availability') {
          const answer = await session.availability();
          if (!answer.available) return { ...base, outcome: 'skipped', cases: 0, message: answer.reason };
        }
        const { cases, reported, skipped } = await run();
        if (skipped !== undefined) return { ...base, outcome: 'skipped', cases, message: skipped };
        return reported === undefined
          ? { ...base, outcome: 'passed', cases }
          : { ...base, outcome: 'reported', cases, message: reported };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { ...base, outcome: 'failed', cases: 0, message: `${message}\n(seed ${session.seed})` };
      }
    },
  };
}
