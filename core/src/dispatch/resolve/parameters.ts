import { canonicalJson, formatType, type DataType } from '../../contract/data/index.js';
import { didYouMean, hasMembers, ParquetFrameError, quoted, received } from '../../contract/errors/index.js';
import {
  inputsFirst,
  literalArgument,
  parametersIn,
  type LiteralValue,
  type ParameterValues,
  type PlanInput,
  type PlanNode,
} from '../../contract/plan/index.js';

/** The parameters of a plan, by name. */
export type ParameterTypes = ReadonlyMap<string, DataType>;

const NONE: ParameterTypes = new Map();
const ofNodes = new WeakMap<PlanNode, ParameterTypes>();

/** What a plan leaves open; found once per node. @throws ParquetFrameError `INVALID_ARGUMENT` for a name that is used with two types */
export function parametersOf(plan: PlanInput): ParameterTypes {
  if (plan.kind === 'dataset') return NONE;
  const nodes = inputsFirst<PlanInput>(plan, node => (node.kind === 'operation' && !ofNodes.has(node) ? node.inputs : []));
  for (const node of nodes) if (node.kind === 'operation' && !ofNodes.has(node)) ofNodes.set(node, collected(node));
  return ofNodes.get(plan) ?? NONE;
}

function collected({ options, inputs }: PlanNode): ParameterTypes {
  const all = new Map<string, DataType>();
  const add = (name: string, type: DataType): void => {
    const known = all.get(name);
    if (known && canonicalJson(known) !== canonicalJson(type))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `the parameter ${quoted(name)} is a ${formatType(known)} in one place and a ${formatType(type)} in another; give it one type, or two names`,
        { details: { parameter: name } },
      );
    all.set(name, type);
  };
  for (const input of inputs)
    if (input.kind === 'operation') for (const [name, type] of ofNodes.get(input) ?? NONE) add(name, type);
  for (const option of Object.values(options)) for (const { name, type } of parametersIn(option)) add(name, type);
  return all.size === 0 ? NONE : all;
}

/** @throws ParquetFrameError `INVALID_ARGUMENT` when what is computed once would depend on a parameter */
export function requireNoParameters(plan: PlanInput, label: string): void {
  const [open] = parametersOf(plan).keys();
  if (open === undefined) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `a ${label} is computed once and kept, so it cannot depend on the parameter ${quoted(open)}; keep what comes before it, or give its value`,
    { details: { parameter: open } },
  );
}

/**
 * The values of a call for the parameters of a plan: one for each, each of its type.
 * @throws ParquetFrameError `INVALID_ARGUMENT` naming the parameter
 */
export function checkedParameters(types: ParameterTypes, given: unknown): ParameterValues {
  if (given !== undefined && !hasMembers(given))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `params must be an object of values by the names of parameters, received ${received(given)}`,
      { details: { option: 'params' } },
    );
  const values = new Map<string, unknown>(Object.entries(given ?? {}).filter(([, value]) => value !== undefined));
  const names = [...types.keys()];
  for (const name of values.keys()) if (!types.has(name)) throw unknown(name, names);
  const checked: [string, LiteralValue][] = [];
  for (const [name, type] of types) {
    if (!values.has(name)) throw missing(name, type, names);
    checked.push([name, checkedValue(name, type, values.get(name))]);
  }
  return Object.fromEntries(checked);
}

function checkedValue(name: string, type: DataType, value: unknown): LiteralValue {
  try {
    if (isLiteral(value)) {
      literalArgument(value, type);
      return value;
    }
  } catch (cause) {
    const reason = cause instanceof ParquetFrameError ? `: ${cause.message}` : '';
    throw wrong(name, type, value, reason, cause);
  }
  throw wrong(name, type, value, '');
}

const isLiteral = (value: unknown): value is LiteralValue =>
  value === null ||
  ['boolean', 'number', 'bigint', 'string'].includes(typeof value) ||
  value instanceof Uint8Array ||
  value instanceof Date;

const wrong = (name: string, type: DataType, value: unknown, reason: string, cause?: unknown): ParquetFrameError =>
  new ParquetFrameError(
    'INVALID_ARGUMENT',
    `the parameter ${quoted(name)} must be a ${formatType(type)}, received ${value instanceof Date ? 'a Date' : received(value)}${reason}`,
    { cause, details: { parameter: name, type: formatType(type) } },
  );

function unknown(name: string, names: readonly string[]): ParquetFrameError {
  const there = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  return new ParquetFrameError(
    'INVALID_ARGUMENT',
    `there is no parameter ${quoted(name)} in what is run${didYouMean(name, names, there)}`,
    { details: { parameter: name, known: names } },
  );
}

const missing = (name: string, type: DataType, names: readonly string[]): ParquetFrameError =>
  new ParquetFrameError(
    'INVALID_ARGUMENT',
    `the parameter ${quoted(name)} has no value; give one of type ${formatType(type)}, as in collect({ params: { ${names.map(other => `${JSON.stringify(other)}: …`).join(', ')} } })`,
    { details: { parameter: name, type: formatType(type) } },
  );
