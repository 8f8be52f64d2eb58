import { isDecline, isParquetFrameError, makeFragment, type Step } from '@parquetframe/core/engine';
import { checkModule } from '@parquetframe/core/host';
import { messageOf } from '../contract-violation.js';
import { engineOutcome, ready, referenceOutcome, requireSame } from '../examine.js';
import { declineProblem } from './binding.js';
import type { EngineCheck } from './check.js';

/** The manifest follows its schema and claims only operations that exist. */
export const manifest: EngineCheck = {
  name: 'manifest',
  run(session) {
    try {
      checkModule(session.module);
    } catch (error) {
      return Promise.reject(new Error(isParquetFrameError(error) ? `${error.code}: ${error.message}` : messageOf(error)));
    }
    const unknown = Object.keys(session.module.manifest.operations).find(name => !session.operations.has(name));
    if (unknown === undefined) return Promise.resolve({ cases: 1 });
    return Promise.reject(
      new Error(
        `${unknown} is claimed, but no operation of that name can be tested: give the plugin that brings it, with its cases`,
      ),
    );
  },
};

/** The probe answers, and an engine that is not available says why and what to do. */
export const availability: EngineCheck = {
  name: 'availability',
  async run(session) {
    const answer = await session.availability();
    if (answer.available) {
      if (answer.version.trim() === '') throw new Error('an available engine states its version');
      return { cases: 1 };
    }
    const problem = declineProblem({ declined: true, ...answer });
    if (problem !== undefined) throw new Error(problem.replace('Decline', 'probe that says no'));
    return { cases: 1, skipped: answer.reason };
  },
};

/** Steps of operations that the engine does not know are declined, with a reason, and not covered. */
export const declines: EngineCheck = {
  name: 'declines',
  async run(session) {
    const driver = await session.driver();
    const root: Step = {
      kind: 'step',
      operation: 'conformance.unknown',
      revision: 1,
      binding: {},
      arguments: {},
      inputs: [
        { kind: 'port', index: 0, data: { kind: 'table', schema: [{ name: 'x', type: { id: 'int32' }, nullable: true }] } },
      ],
      output: { kind: 'record' },
    };
    if (driver.engine.covers(root) !== 'no') throw new Error('covers must say "no" to an operation that nobody knows');
    const fragment = makeFragment(root, 'exact', []);
    const answer = await driver.bind({ fragment, arguments: [] });
    if (!isDecline(answer)) throw new Error('bind must decline an operation that nobody knows');
    const problem = declineProblem(answer);
    if (problem !== undefined) throw new Error(problem);
    return { cases: 1 };
  },
};

/** Operations that work although nobody claims them: not wrong, but worth claiming. They are bound, run and compared; failures are nobody's business. */
export const undeclared: EngineCheck = {
  name: 'undeclared',
  async run(session) {
    const driver = await session.driver();
    const found: string[] = [];
    let cases = 0;
    for (const [name, tested] of session.operations) {
      if (session.module.manifest.operations[name]) continue;
      const given = tested.cases.literals.find(({ expect }) => !(expect && 'error' in expect));
      const item = given && (await ready(session, tested, given, 'exact').catch(() => undefined));
      if (!item) continue;
      cases++;
      const answer = await driver.bind(item.bound);
      if (isDecline(answer)) {
        const problem = declineProblem(answer);
        if (problem !== undefined) throw new Error(`${name} is not claimed: ${problem}`);
        continue;
      }
      try {
        const actual = await engineOutcome(driver, item);
        await requireSame(
          session,
          tested,
          item,
          actual,
          await referenceOutcome(session, tested, item),
          tested.definition.classes.exact,
        );
        if (actual.outcome === 'result') found.push(name);
      } catch (error) {
        return { cases, reported: `${name} is not claimed, is not declined, and is wrong: ${messageOf(error)}` };
      }
    }
    return found.length > 0 ? { cases, reported: `works, but is not claimed: ${found.join(', ')}` } : { cases };
  },
};

/** Closing the engine settles and does not throw. */
export const close: EngineCheck = {
  name: 'close',
  async run(session) {
    await session.driver();
    const failure = await session.closeEngines();
    if (failure !== undefined) throw failure;
    return { cases: 1 };
  },
};
