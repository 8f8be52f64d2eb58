import type { CaseInput, OperationCase, OperationOptions } from '@parquetframe/core/engine';
import { tableOf } from '../values.js';

/** A change of options that were right, and the code with which the catalogue refuses it. */
export type Refused = readonly [name: string, change: OperationOptions, code: string];

const TABLE = tableOf({ x: ['int64', [1n, null, 3n]], s: ['utf8', ['a', 'ä', null]], p: ['bool', [true, false, null]] });
const EDGES = tableOf({ src: ['int64', [1n, 2n], 'required'], dst: ['int64', [2n, 3n], 'required'] });

export const REFUSED_TABLE: CaseInput = { kind: 'table', table: TABLE };
export const REFUSED_GRAPH: CaseInput = { kind: 'graph', edges: EDGES };
export const REFUSED_EDGES: CaseInput = { kind: 'table', table: EDGES };

/** Options that no engine is ever asked with, for core refuses them: what an engine would make of them does not matter, and the code is the same on all. */
export const refusedCases = (
  inputs: readonly CaseInput[],
  right: OperationOptions,
  refused: readonly Refused[],
): readonly OperationCase[] =>
  [['an option that there is not', { nonsense: 1 }, 'INVALID_ARGUMENT'] as const, ...refused].map(([name, change, code]) => ({
    name: `refused: ${name}`,
    inputs,
    options: { ...right, ...change },
    expect: { error: code },
  }));
