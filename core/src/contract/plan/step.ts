import { canonicalJson, type Json, type JsonObject } from '../data/json.js';
import type { Kind } from '../data/replica.js';
import type { DataType, Field, Schema } from '../data/types.js';
import { functionsOf, isExpression, type Expression } from './expression.js';

/**
 * One operation inside a fragment.
 *
 * Options are split: those in `binding` are part of the signature (types, column names, expressions, how a join matches); those in `arguments` arrive in
 * `KernelCall.arguments` at the index given here (source vertices, damping, a limit, and every literal of an expression).
 */
export interface Step {
  readonly kind: 'step';
  readonly operation: string;
  /** the least one that it needs: 1 where it uses nothing newer */
  readonly revision: number;
  readonly binding: JsonObject;
  readonly arguments: { readonly [option: string]: number };
  readonly inputs: readonly (Step | Port)[];
  readonly output: Kind;
}

/** Where a dataset enters a fragment. */
export interface Port {
  readonly kind: 'port';
  readonly index: number;
  readonly data: Kind;
}

export type Determinism = 'exact' | 'fast';

/** A connected sub-plan with one result. A single operation is the fragment with one step: there is no other kind of binding. */
export interface Fragment {
  /** equal for fragments that one kernel can serve */
  readonly signature: string;
  readonly root: Step;
  readonly ports: readonly Port[];
  readonly determinism: Determinism;
  /** types of `KernelCall.arguments`, where they are known from an expression */
  readonly parameters: readonly (DataType | undefined)[];
}

export const isStep = (node: Step | Port): node is Step => node.kind === 'step';

/** The only step of a one-step fragment, else undefined: what an engine that does not fuse looks at. */
export const onlyStep = (fragment: Fragment): Step | undefined => (fragment.root.inputs.some(isStep) ? undefined : fragment.root);

/** Steps from the inputs to the root, where the fragment is a chain (every step has at most one input that is a step). */
export function chainOf(fragment: Fragment): readonly Step[] | undefined {
  const chain: Step[] = [];
  for (let step: Step | undefined = fragment.root; step;) {
    chain.unshift(step);
    const inner: Step[] = step.inputs.filter(isStep);
    if (inner.length > 1) return undefined;
    step = inner[0];
  }
  return chain;
}

const nodeJson = (node: Step | Port): Json =>
  node.kind === 'port'
    ? { port: node.index, data: kindJson(node.data) }
    : {
        operation: node.operation,
        revision: node.revision,
        binding: node.binding,
        arguments: node.arguments,
        inputs: node.inputs.map(nodeJson),
      };

const kindJson = (kind: Kind): Json => kind;

export function fragmentSignature(root: Step, determinism: Determinism): string {
  return `${determinism}:${canonicalJson(nodeJson(root))}`;
}

export function makeFragment(root: Step, determinism: Determinism, parameters: readonly (DataType | undefined)[]): Fragment {
  const ports: Port[] = [];
  const visit = (node: Step | Port): void => {
    if (node.kind === 'port') ports[node.index] = node;
    else node.inputs.forEach(visit);
  };
  visit(root);
  return { signature: fragmentSignature(root, determinism), root, ports, determinism, parameters };
}

// ── typed views of bindings: what an engine author reads instead of raw JSON ───────────────────────────────────────────

export function bindingExpression(step: Step, option: string): Expression | undefined {
  const value = step.binding[option];
  return isExpression(value) ? value : undefined;
}
export type NamedExpression = {
  readonly name: string;
  readonly expression: Expression;
};
export const bindingProjection = (step: Step): readonly NamedExpression[] =>
  (step.binding['columns'] ?? []) as readonly NamedExpression[];
/** The schema that a scan was bound with. The binding is JSON; the catalogue wrote a schema there. */
export const bindingSchema = (step: Step, option = 'schema'): Schema => (step.binding[option] ?? []) as readonly Field[];
export const bindingStrings = (step: Step, option: string): readonly string[] =>
  (step.binding[option] ?? []) as readonly string[];

/** Every expression in a binding. */
export function expressionsOf({ binding }: Pick<Step, 'binding'>): readonly Expression[] {
  const found: Expression[] = [];
  const visit = (value: Json): void => {
    if (value === null || typeof value !== 'object') return;
    if (isExpression(value)) found.push(value);
    else Object.values(value).forEach(visit);
  };
  visit(binding);
  return found;
}

/** Names of the scalar functions that the expressions of a step call. */
export function functionsCalled(step: Pick<Step, 'binding'>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const expression of expressionsOf(step)) functionsOf(expression, names);
  return names;
}

/** The value of an option that is passed at run time. */
export const argumentOf = (step: Step, option: string, values: readonly unknown[]): unknown => {
  const index = step.arguments[option];
  return index === undefined ? undefined : values[index];
};

/** The schema of a step's or port's table; throws when it is not one, which is a defect of the caller. */
export function schemaOf(node: Step | Port): Schema {
  const kind = node.kind === 'step' ? node.output : node.data;
  if (kind.kind !== 'table')
    throw new TypeError(`${node.kind === 'step' ? node.operation : 'port'} is a ${kind.kind}, not a table`);
  return kind.schema;
}
