import { decline, isDecline } from '@parquetframe/core/engine';
import { mutant, type Mutant } from './mutant.js';

/** Engines that break the contract. */
export const CONTRACT: readonly Mutant[] = [
  mutant(
    'bind throws',
    {
      operations: ['table.limit'],
      bind: () => {
        throw new Error('no such thing');
      },
    },
    ['binding', 'literals'],
    { message: /threw instead of answering/ },
  ),
  mutant(
    'a Decline without a reason',
    { operations: ['table.limit'], bind: () => decline('UNSUPPORTED_OPERATION', '', '') },
    ['declines', 'binding'],
    { message: /needs a reason/ },
  ),
  mutant(
    'an operation that is claimed and always declined',
    { operations: ['table.limit'], bind: () => decline('UNSUPPORTED_COLUMN_TYPE', 'no type is supported', 'none') },
    ['literals', 'generated'],
    { message: /every literal case is declined/ },
  ),
  mutant(
    'an operation that is claimed and not there',
    {
      operations: ['table.limit'],
      engine: engine => ({ ...engine, bind: () => decline('UNSUPPORTED_OPERATION', 'not there', 'none') }),
    },
    ['binding', 'literals'],
  ),
  mutant(
    'covers says no to what bind takes',
    { operations: ['table.limit'], engine: engine => ({ ...engine, covers: () => 'no' }) },
    ['binding'],
    { message: /covers says "no"/ },
  ),
  mutant(
    'covers says yes to everything',
    { operations: ['table.limit'], engine: engine => ({ ...engine, covers: () => 'alone' }) },
    ['declines'],
  ),
  mutant(
    'an operation nobody knows is claimed',
    {
      operations: ['table.limit'],
      manifest: manifest => ({
        ...manifest,
        operations: { ...manifest.operations, 'table.imagine': { revision: 1, class: 'exact' } },
      }),
    },
    ['manifest'],
  ),
  mutant(
    'a manifest that does not follow its schema',
    { operations: ['table.limit'], manifest: manifest => ({ ...manifest, version: 'new' }) },
    ['manifest'],
  ),
  mutant(
    'a revision that does not exist yet',
    {
      operations: ['table.limit'],
      manifest: manifest => ({ ...manifest, operations: { 'table.limit': { revision: 99, class: 'exact' } } }),
    },
    ['binding'],
    { message: /revision 99/ },
  ),
  mutant(
    'not available, without saying why',
    {
      operations: ['table.limit'],
      module: module => ({ ...module, probe: () => Promise.resolve({ available: false, code: '', reason: '', remedy: '' }) }),
    },
    ['availability'],
  ),
  mutant(
    'a kernel that ignores what is wanted',
    {
      operations: ['table.limit'],
      run: result => ({ ...result, replica: { ...result.replica, residency: { space: 'heap', layout: 'broken:mine' } } }),
    },
    ['literals', 'residencies'],
    { message: /asked for/ },
  ),
  mutant(
    'an output residency that is declared and does not work',
    {
      operations: ['table.limit'],
      bind: answer =>
        isDecline(answer) ? answer : { ...answer, outputs: [...answer.outputs, { space: 'shared', layout: 'arrow' }] },
    },
    ['residencies'],
  ),
  mutant(
    'a residency in somebody else’s space',
    {
      operations: ['table.limit'],
      bind: answer =>
        isDecline(answer)
          ? answer
          : { ...answer, inputs: answer.inputs.map(port => [...port, { space: 'other/memory', layout: 'arrow' as const }]) },
    },
    ['binding'],
    { message: /minted/ },
  ),
  mutant(
    'an estimate that is no number when sizes are unknown',
    {
      operations: ['table.limit'],
      bind: answer =>
        isDecline(answer)
          ? answer
          : { ...answer, estimate: ({ ports: [port] }) => ({ seconds: Number(port?.rows) * 1e-9, peakBytes: 0 }) },
    },
    ['binding'],
    { message: /estimate gives seconds NaN/ },
  ),
  mutant(
    'a call that never settles',
    {
      operations: ['table.limit'],
      bind: answer => (isDecline(answer) ? answer : { ...answer, run: () => new Promise(() => undefined) }),
    },
    ['literals'],
    { message: /did not settle/, patience: 50 },
  ),
  mutant(
    'closing fails',
    {
      operations: ['table.limit'],
      engine: engine => ({ ...engine, [Symbol.asyncDispose]: () => Promise.reject(new Error('still busy')) }),
    },
    ['close'],
  ),
];
