import test from 'ava';
import { HEAP_ARROW, heldReplica, type Residency } from '../data/index.js';
import { resultFault } from './result-fault.js';

const replica = heldReplica(HEAP_ARROW, { length: 0 }, 0);
const elsewhere: Residency = { space: 'toy/memory', layout: 'arrow' };

for (const [slip, result, fault] of [
  ['nothing', undefined, /^it returned undefined; a result is \{ replica/],
  ['the table itself', { length: 3, columns: [] }, /^it returned an object with length, columns; a result is/],
  ['a list of replicas', [replica], /^it returned a list of 1; /],
  ['a replica that is not wrapped', replica, /^it returned an object with residency, /],
  ['no release', { replica: { residency: HEAP_ARROW, value: {} } }, /no release\(\)/],
  ['no value', { replica: { residency: HEAP_ARROW, release: () => undefined } }, /no value/],
  ['one alias that is not a list', { replica, also: replica }, /"also" is an object/],
  [
    'another residency than asked',
    { replica: heldReplica(elsewhere, {}, 0) },
    /in toy\/memory\/arrow; heap\/arrow was asked for/,
  ],
] as const)
  test(`a kernel that returns ${slip} is told so`, t => {
    t.regex(resultFault(result, HEAP_ARROW) ?? '', fault);
  });

test('a result as asked has no fault', t => {
  t.is(resultFault({ replica, also: [] }, HEAP_ARROW), undefined);
});
