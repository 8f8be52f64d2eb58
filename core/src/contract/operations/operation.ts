import type { JsonObject } from '../data/json.js';
import type { Kind } from '../data/replica.js';
import { checkOptionNames, hasMembers, ParquetFrameError, received } from '../errors/index.js';
import { isOpen, type ParameterList } from '../plan/index.js';
import type { OptionDefinition } from './option.js';
import type { PlanTraits } from './traits.js';

/**
 * What equality means for results. `exact`: same bytes (same values in the same order). `epsilon`: within the bound that the operation states, rows in any order.
 * `equivalence`: any valid answer: same partition, same distances, same set of rows. Stronger classes satisfy weaker ones.
 */
export type ResultClass = 'exact' | 'epsilon' | 'equivalence';
const STRENGTH: { readonly [c in ResultClass]: number } = { exact: 2, epsilon: 1, equivalence: 0 };
export const satisfies = (offered: ResultClass, asked: ResultClass): boolean => STRENGTH[offered] >= STRENGTH[asked];

/** Scalar sizes of a dataset: `rows`, `bytes`, `columns`, `vertices`, `arcs` and facts. Missing means unknown. */
export interface Sizes {
  readonly [size: string]: number | undefined;
}

/** What is known of the data that a step reads, beside its sizes. */
export interface DataFacts {
  /** about how many different combinations of values these columns of an input have; undefined: nothing is known */
  distinct(input: number, columns: readonly string[]): number | undefined;
}

/** What an operation makes of its options and inputs: the signature part, the arguments part and the kind of the result. */
export interface BoundOperation {
  readonly binding: JsonObject;
  /** option → index in the parameter list */
  readonly arguments: { readonly [option: string]: number };
  readonly output: Kind;
}

/** Whatever has a binding: a step of a fragment, or an operation that was bound. */
export type Bound = Pick<BoundOperation, 'binding'>;

export interface OperationOptions {
  readonly [option: string]: unknown;
}

/** An operation of the catalogue: the authority on what it means, whoever runs it. */
export interface OperationDefinition {
  readonly name: string;
  /** grows with every change; built-in operations count in revisions of the catalogue, plugins number their own */
  readonly revision: number;
  /** revision that brought it; default 1 */
  readonly since?: number;
  /** revision that last changed the meaning of what was there before: engines and certificates of older ones do not count. Default `since` */
  readonly meaningSince?: number;
  /** one line */
  readonly summary: string;
  /** what exactly the result is; the documentation page is generated from it */
  readonly meaning: string;
  /** paper or specification it follows */
  readonly source: string;
  /** the call that runs it, such as `readCsv(path)`, where frames and graphs cannot run it by its name: messages about it name that */
  readonly call?: string;
  readonly inputs: readonly Kind['kind'][];
  /** how many of `inputs`, from the end, may be missing */
  readonly optionalInputs?: number;
  /** the last of `inputs` may be there any number of times more */
  readonly variadic?: true;
  readonly options: { readonly [option: string]: OptionDefinition };
  /**
   * What it does beside its result. Once the kernel of an operation that `writes` has begun, no other engine is tried: it might be written twice. A kernel that failed and
   * has written nothing says so by `details: { written: false }` in its error; then the next engine is tried. Default: `writes` where the result is a record, else `none`.
   */
  readonly effect?: 'none' | 'writes';
  /** the class that every engine must meet, per determinism asked */
  readonly classes: { readonly exact: ResultClass; readonly fast: ResultClass };
  /** The columns by which rows of the result matter most, for tools that show only the first of them. */
  readonly ranking?: readonly { readonly column: string; readonly descending?: boolean }[];
  /**
   * Validates options (already with defaults) against the inputs. An option of placement `argument` may be open (`isOpen`): a parameter whose value comes with the call. It is
   * not to be looked into, and everything is bound again with the value before it is run, which must give the same binding. @throws ParquetFrameError of category `usage` */
  bind(options: OperationOptions, inputs: readonly Kind[], parameters: ParameterList): BoundOperation;
  /** Expected sizes of the result. */
  sizes(inputs: readonly Sizes[], step: BoundOperation, facts?: DataFacts): Sizes;
  /** One number that run time grows with: rows, arcs × iterations … */
  work(inputs: readonly Sizes[], argumentsOf: OperationOptions, result: Sizes): number;
  /** what planning may do with it */
  readonly plan?: PlanTraits;
  /** Data-dependent errors that known facts of the inputs already tell. @throws ParquetFrameError of category `data` */
  check?(inputs: readonly Sizes[], options: OperationOptions): void;
}

/** Whether running it again is more than asking again. */
export const writes = ({ effect }: Pick<OperationDefinition, 'effect'>, { output }: Pick<BoundOperation, 'output'>): boolean =>
  (effect ?? (output.kind === 'record' ? 'writes' : 'none')) === 'writes';

/** What users know it as. */
export const calledAs = ({ name, call }: Pick<OperationDefinition, 'name' | 'call'>): string => call?.split('(')[0] ?? name;

/** Options with defaults filled in, each checked. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkOptions(operation: OperationDefinition, given: OperationOptions): OperationOptions {
  const taker = calledAs(operation);
  checkOptionNames(taker, given, Object.keys(operation.options));
  const checked: { [option: string]: unknown } = {};
  for (const [name, definition] of Object.entries(operation.options)) {
    const value = given[name] ?? definition.default;
    if (value === undefined) {
      if (!definition.required) continue;
      throw new ParquetFrameError('INVALID_ARGUMENT', `${taker}: option ${name} is required: ${definition.accepts}`, {
        details: { operation: operation.name, option: name },
      });
    }
    if (definition.placement !== 'expression' && isOpen(value)) {
      requireMayBeOpen(operation.name, name, definition);
    } else if (value !== null || !definition.nullable) {
      const valid = definition.check(value);
      if (!valid) {
        throw new ParquetFrameError(
          'INVALID_ARGUMENT',
          `${taker}: option ${name} must be ${definition.accepts}, received ${describe(value)}`,
          {
            details: { operation: operation.name, option: name },
          },
        );
      }
    }
    checked[name] = value;
  }
  return checked;
}

/** What decides how a plan is prepared must be known then. */
function requireMayBeOpen(operation: string, name: string, { placement, choices }: OptionDefinition): void {
  if (placement === 'argument' && choices === undefined) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${operation}: option ${name} cannot be a parameter, since how the call is prepared depends on it; give its value`,
    { details: { operation, option: name } },
  );
}

/** Plain data as it is, anything else by its kind. */
function describe(value: unknown): string {
  if (!Array.isArray(value) && !hasMembers(value)) return received(value);
  try {
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${String(inner)}n` : inner));
  } catch {
    return received(value);
  }
}

/** Puts every option of placement `argument` into the parameter list. */
export function liftArguments(
  operation: Pick<OperationDefinition, 'options'>,
  options: OperationOptions,
  parameters: ParameterList,
): { readonly [option: string]: number } {
  const indices: { [option: string]: number } = {};
  for (const [name, definition] of Object.entries(operation.options)) {
    if (definition.placement !== 'argument') continue;
    parameters.values.push(options[name] ?? null);
    parameters.types.push(undefined);
    indices[name] = parameters.values.length - 1;
  }
  return indices;
}

/** The table schema of input `index`; the message names the operation when it is something else. */
export function tableInput(operation: string, inputs: readonly Kind[], index: number): Extract<Kind, { kind: 'table' }> {
  const kind = inputs[index];
  if (kind?.kind === 'table') return kind;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${operation}: input ${String(index)} must be a table, received ${kind?.kind ?? 'nothing'}`,
  );
}

export function graphInput(operation: string, inputs: readonly Kind[], index = 0): Extract<Kind, { kind: 'graph' }> {
  const kind = inputs[index];
  if (kind?.kind === 'graph') return kind;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${operation}: input ${String(index)} must be a graph, received ${kind?.kind ?? 'nothing'}`,
  );
}
