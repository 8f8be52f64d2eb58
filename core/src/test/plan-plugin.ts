import { HEAP_ARROW, HEAP_RECORD, heldReplica, type Kind, type TableData } from '../contract/data/index.js';
import type { Kernel, KernelCall, KernelResult, Plugin, PluginOperation } from '../contract/index.js';
import type { OperationDefinition } from '../contract/operations/index.js';
import { tableOf, tableResult } from './toy-engine.js';

const TABLE: Kind['kind'] = 'table';

/** An operation on up to two tables that gives its first input, or a record. */
export const operation = (name: string, more: Partial<OperationDefinition> = {}): OperationDefinition => ({
  name,
  revision: 1,
  summary: 'For tests.',
  meaning: 'For tests.',
  source: 'none',
  inputs: [TABLE, TABLE],
  optionalInputs: 1,
  options: {},
  classes: { exact: 'exact', fast: 'exact' },
  bind: (_options, [input]) => ({ binding: {}, arguments: {}, output: input ?? { kind: 'record' } }),
  sizes: ([input]) => input ?? {},
  work: () => 1,
  ...more,
});

export const recordOperation = (name: string, more: Partial<OperationDefinition> = {}): OperationDefinition =>
  operation(name, {
    bind: () => ({ binding: {}, arguments: {}, output: { kind: 'record' } }),
    sizes: () => ({ bytes: 1 }),
    ...more,
  });

/** A kernel that does something and gives its first input. */
export const passing = (
  before: (call: KernelCall) => unknown,
  { ports = 1, peakBytes = 8, ...more }: Partial<Kernel> & { readonly ports?: number; readonly peakBytes?: number } = {},
): Kernel => ({
  inputs: Array.from({ length: ports }, () => [HEAP_ARROW]),
  outputs: [HEAP_ARROW],
  estimate: () => ({ seconds: 1e-6, peakBytes }),
  run: async (call): Promise<KernelResult> => {
    await before(call);
    return tableResult(tableOf(call));
  },
  ...more,
});

/** A kernel that gives a record. */
export const recording = (run: (call: KernelCall) => unknown, seconds = 1e-6): Kernel => ({
  inputs: [[HEAP_ARROW]],
  outputs: [HEAP_RECORD],
  estimate: () => ({ seconds, peakBytes: 0 }),
  run: async call => ({ replica: heldReplica(HEAP_RECORD, await run(call), 0) }),
});

export const plugin = (...operations: readonly PluginOperation[]): Plugin => ({ name: 'test', operations });

export const rowsOf = (value: unknown): number => (value as TableData).length;

/** Something that happens later, in the order that a test says. */
export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let open: () => void = () => undefined;
  const passed = new Promise<void>(resolve => (open = resolve));
  return { passed, open };
}
