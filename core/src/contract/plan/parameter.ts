import type { DataType } from '../data/types.js';
import type { LiteralValue } from './expression.js';

/** A value that a plan leaves open: it is prepared without it and run with it. `value` is there for as long as a call is bound. */
export interface ParameterNode {
  readonly kind: 'param';
  readonly name: string;
  readonly type: DataType;
  readonly value?: LiteralValue;
}

export const isParameterNode = (value: unknown): value is ParameterNode =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  value.kind === 'param' &&
  'name' in value &&
  typeof value.name === 'string' &&
  'type' in value;

const isOpenNode = (value: unknown): boolean => isParameterNode(value) && value.value === undefined;

/** Whether an option, or an argument of a step, is a parameter that has no value yet, or a list with one in it. Operations must not look into what is open when they bind. */
export const isOpen = (value: unknown): boolean => (Array.isArray(value) ? value.some(isOpenNode) : isOpenNode(value));

/** Values of parameters by their names. */
export interface ParameterValues {
  readonly [name: string]: LiteralValue;
}

/** An option of any shape with every parameter in it given its value: in expressions it stays typed, elsewhere the value takes its place. */
export function withValues(option: unknown, values: ParameterValues): unknown {
  if (isParameterNode(option)) return values[option.name];
  return Array.isArray(option) && option.some(isParameterNode) ? option.map(item => withValues(item, values)) : option;
}

/** The same for what holds expressions: parameters in them keep their types. What has none is handed back as it is. */
export function withExpressionValues(option: unknown, values: ParameterValues): unknown {
  if (isParameterNode(option)) return { ...option, value: values[option.name] };
  if (Array.isArray(option)) return changed(option, item => withExpressionValues(item, values));
  if (!isPlainObject(option)) return option;
  const entries = Object.entries(option);
  const given = changed(entries, entry => {
    const value = withExpressionValues(entry[1], values);
    return value === entry[1] ? entry : [entry[0], value];
  });
  return given === entries ? option : Object.fromEntries(given as readonly (readonly [string, unknown])[]);
}

/** Every parameter in an option of any shape. */
export function parametersIn(option: unknown, found: ParameterNode[] = []): readonly ParameterNode[] {
  if (isParameterNode(option)) found.push(option);
  else if (Array.isArray(option)) for (const item of option) parametersIn(item, found);
  else if (isPlainObject(option)) for (const item of Object.values(option)) parametersIn(item, found);
  return found;
}

function changed<T>(items: readonly T[], change: (item: T) => unknown): readonly unknown[] {
  const made = items.map(change);
  return made.every((item, index) => item === items[index]) ? items : made;
}

/** Not dates, bytes and the like, which nothing could be in. */
const isPlainObject = (value: unknown): value is object => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};
