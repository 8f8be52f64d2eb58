import test from 'ava';
import { inputsFirst } from './order.js';

test('inputs come before what uses them, each once, however deep', t => {
  const inputs: Readonly<Record<string, readonly string[]>> = { root: ['b', 'a'], a: ['leaf'], b: ['a', 'leaf'] };
  t.deepEqual(
    inputsFirst('root', node => inputs[node] ?? []),
    ['leaf', 'a', 'b', 'root'],
  );
  const chain = inputsFirst(100_000, node => (node > 0 ? [node - 1] : []));
  t.deepEqual([chain.length, chain[0], chain.at(-1)], [100_001, 0, 100_000]);
});
