import test from 'ava';
import { HEAP_ARROW } from '../../contract/data/index.js';
import { planNode } from '../../contract/plan/index.js';
import { createRuntime } from '../../runtime.js';
import { operation, passing, plugin } from '../../test/plan-plugin.js';
import { toyTable } from '../../test/toy-engine.js';

/** A turn of the event loop in which work should have ended. */
const TURN = 4;

function workFor(milliseconds: number): void {
  for (const start = performance.now(); performance.now() - start < milliseconds;);
}

test('a kernel does not begin in the turn of the event loop that planning has used up', async t => {
  let others = 0;
  let othersBefore: number | undefined;
  const pf = await createRuntime({
    engines: [],
    plugins: [
      plugin({
        definition: operation('test.long'),
        reference: () => {
          setImmediate(() => others++);
          workFor(TURN);
          return passing(() => {
            othersBefore ??= others;
          });
        },
      }),
    ],
    wisdom: 'off',
    uncertified: 'allow',
  });
  const source = { kind: 'dataset', dataset: pf.executor.table(toyTable(10)) } as const;
  await pf.executor.execute(planNode('test.long', {}, [source]), [HEAP_ARROW]);
  t.true((othersBefore ?? 0) > 0);
  await pf.close();
});
