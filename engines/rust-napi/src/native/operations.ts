import type { Addon } from './addon.js';

/** What a graph kernel costs, as the binary states it. */
export interface GraphCost {
  /** fixed, and per unit of the catalogue's measure of work */
  readonly seconds: readonly [fixed: number, perWork: number];
  /** per arc, beside what every kernel keeps per vertex */
  readonly bytes: number;
}

/** What a binary can do. */
export interface NativeOperations {
  readonly graph: { readonly [operation: string]: GraphCost };
  readonly table: readonly string[];
  readonly single: readonly string[];
}

export const operationsOf = (addon: Pick<Addon, 'operations'>): NativeOperations =>
  JSON.parse(addon.operations()) as NativeOperations;

export const offers = ({ graph, table, single }: NativeOperations, operation: string): boolean =>
  Object.hasOwn(graph, operation) || table.includes(operation) || single.includes(operation);
