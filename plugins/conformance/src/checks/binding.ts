import { isDecline, residencyKey, type Decline, type Kernel } from '@parquetframe/core/engine';
import { askedClass, ready, type ReadyCase } from '../examine.js';
import type { EngineDriver } from '../driver.js';
import { forGenerated } from '../random.js';
import type { OperationCheck } from './check.js';

const CORE_SPACES: ReadonlySet<string> = new Set(['heap', 'shared', 'file']);

/** `bind` answers a complete kernel or a Decline with code, reason and remedy; it never throws, and `covers` says the same as `bind`. */
export const binding: OperationCheck = {
  name: 'binding',
  async run(session, tested) {
    const { name, revision, classes } = tested.definition;
    const claim = session.module.manifest.operations[name];
    if (claim && claim.revision > revision)
      throw new Error(`revision ${claim.revision} of ${name} is claimed; this catalogue has revision ${revision}`);
    const driver = await session.driver();
    let cases = 0;
    const check = async (item: ReadyCase): Promise<'checked' | 'declined'> => {
      const answer = await driver.bind(item.bound);
      const problem = coversProblem(driver, item, answer) ?? answerProblem(driver, item, answer);
      if (problem !== undefined) throw new Error(`${name}: ${problem}`);
      cases++;
      return 'checked';
    };
    for (const given of tested.cases.literals) {
      const item = await ready(session, tested, given, 'exact');
      if (item) await check(item);
    }
    const { failure } = await forGenerated(Math.ceil(session.cases / 8), session.seed + 4, async random => {
      const item = await ready(session, tested, tested.cases.generate(random), 'exact');
      return item ? check(item) : 'declined';
    });
    if (failure !== undefined) throw failure;
    if (classes.exact !== classes.fast || askedClass(session, tested, 'exact')) return { cases };
    return {
      cases,
      reported: `the claimed class ${claim?.class ?? 'nothing'} meets neither determinism: the engine is never chosen for ${name}`,
    };
  },
};

export function declineProblem(answer: Decline): string | undefined {
  for (const part of ['code', 'reason', 'remedy'] as const) {
    if (typeof answer[part] !== 'string' || answer[part].trim() === '')
      return `a Decline needs a ${part}, received ${JSON.stringify(answer)}`;
  }
  return /^[A-Z][A-Z0-9_]*$/.test(answer.code)
    ? undefined
    : `the code of a Decline is upper case with underscores, received ${answer.code}`;
}

function coversProblem(driver: EngineDriver, { bound }: ReadyCase, answer: Kernel | Decline): string | undefined {
  const { root } = bound.fragment;
  const covers = driver.engine.covers(root);
  if (covers === 'no' && !isDecline(answer)) return 'covers says "no", but bind gives a kernel';
  if (covers !== 'no' && isDecline(answer) && answer.code === 'UNSUPPORTED_OPERATION')
    return `covers says "${covers}", but bind declines with UNSUPPORTED_OPERATION`;
  return undefined;
}

function answerProblem(driver: EngineDriver, { bound }: ReadyCase, answer: Kernel | Decline): string | undefined {
  if (isDecline(answer)) return declineProblem(answer);
  const { ports } = bound.fragment;
  if (answer.inputs.length !== ports.length)
    return `the kernel has ${answer.inputs.length} inputs, the fragment ${ports.length} ports`;
  const port = answer.inputs.findIndex(wanted => wanted.length === 0);
  if (port !== -1) return `the kernel takes no residency at input ${port}`;
  if (answer.outputs.length === 0) return 'the kernel has no outputs';
  const foreign = [...answer.inputs.flat(), ...answer.outputs].find(
    ({ space }) => !CORE_SPACES.has(space) && !space.startsWith(`${driver.module.manifest.id}/`),
  );
  if (foreign) return `${residencyKey(foreign)} is neither core's nor minted by this engine's context`;
  return estimateProblem(answer, ports.length);
}

/** Sizes may be unknown; a cost is a number all the same. */
function estimateProblem(kernel: Kernel, ports: number): string | undefined {
  for (const size of [{}, { rows: 0, bytes: 0, vertices: 0, arcs: 0 }, { rows: 1e6, bytes: 1e8, vertices: 1e5, arcs: 1e6 }]) {
    const cost = kernel.estimate?.({ ports: Array.from({ length: ports }, () => size), result: size, work: 1000 });
    for (const part of ['seconds', 'peakBytes'] as const) {
      const value = cost?.[part] ?? 0;
      if (!Number.isFinite(value) || value < 0) return `estimate gives ${part} ${value} for sizes ${JSON.stringify(size)}`;
    }
  }
  return undefined;
}
