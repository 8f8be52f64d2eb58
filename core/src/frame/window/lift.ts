import { fieldOf } from '../../contract/data/index.js';
import {
  columnsOf,
  editedColumns,
  operandsOf,
  shortText,
  type PlanInput,
  type UserExpression,
  type WindowExpression,
} from '../../contract/plan/index.js';
import type { WrittenWindow } from '../../contract/operations/index.js';
import type { Expanded, MakeStep } from '../verbs/expansion.js';
import { nullWindows } from './null-windows.js';

/** A column with its value. */
export interface NamedExpression {
  readonly name: string;
  readonly expression: UserExpression;
}

const withWindow = new WeakMap<UserExpression, boolean>();

/** Found once per node: expressions share parts, and a walk that met them again and again would take as long as the expression is written out. */
export function hasWindow(node: UserExpression): boolean {
  let known = withWindow.get(node);
  if (known === undefined) withWindow.set(node, (known = node.kind === 'window' || operandsOf(node).some(hasWindow)));
  return known;
}

/** Steps that compute the windows of expressions, and the expressions with columns in their place. */
export interface Lifted {
  readonly plan: PlanInput;
  /** the columns there are now */
  readonly names: readonly string[];
  readonly columns: readonly NamedExpression[];
}

/**
 * Windows become columns of `table.window`, innermost first; operands that are no columns are computed before. A window that is a whole new column gets the name of that.
 */
export function liftWindows(
  { input, schema, step }: Pick<Expanded, 'input' | 'schema' | 'step'>,
  given: readonly NamedExpression[],
): Lifted {
  let [plan, columns] = [input, given];
  // What an expression reads was there before, and is no column that is made on the way.
  for (const { expression } of given) for (const name of columnsOf(expression)) fieldOf(schema, name);
  const names = new Names([...schema.map(field => field.name), ...given.map(({ name }) => name)]);
  const present = schema.map(field => field.name);
  while (columns.some(({ expression }) => hasWindow(expression))) {
    const round = new Round(names);
    columns = columns.map(({ name, expression }) => ({
      name,
      expression: round.of(expression, name === '' || present.includes(name) ? undefined : name),
    }));
    if (round.computed.length > 0) {
      plan = step('table.project', { columns: [...present.map(kept), ...round.computed] }, plan);
      present.push(...round.computed.map(({ name }) => name));
    }
    plan = windowPlan(plan, round.windows, step);
    present.push(...round.windows.map(({ name }) => name));
  }
  return { plan, names: present, columns };
}

function windowPlan(input: PlanInput, windows: readonly WrittenWindow[], step: MakeStep): PlanInput {
  const node = step('table.window', { windows }, input);
  if (windows.every(window => window.column === null)) return node;
  return { ...node, expand: ([schema = []]) => nullWindows(input, schema, windows, step) ?? node };
}

const column = (name: string): UserExpression => ({ kind: 'column', name });
const kept = (name: string): NamedExpression => ({ name, expression: column(name) });

/** Names that no column has: the texts of what is in them, since messages name columns. */
class Names {
  readonly #taken: Set<string>;

  constructor(taken: readonly string[]) {
    this.#taken = new Set(taken);
  }

  of(expression: UserExpression): string {
    const text = shortText(expression);
    let name = text;
    for (let next = 2; this.#taken.has(name); next++) name = `${text} ${String(next)}`;
    this.#taken.add(name);
    return name;
  }
}

/** The windows that stand on no others. */
class Round {
  readonly computed: NamedExpression[] = [];
  readonly windows: WrittenWindow[] = [];
  readonly #names: Names;
  /** the name of the column at hand, while no window has it */
  #free: string | undefined;
  /** a window that is there twice is computed once */
  readonly #known = new Map<UserExpression, string>();
  /** what has become of expressions: parts that are shared stay shared */
  readonly #changed = new Map<UserExpression, UserExpression>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** The expression of a column. `name`: that of a new one, which its first window may have until the column is made of it. */
  of(node: UserExpression, name: string | undefined): UserExpression {
    this.#free = node.kind === 'window' && operandsOf(node).some(hasWindow) ? undefined : name;
    return this.#without(node);
  }

  #without(node: UserExpression): UserExpression {
    if (!hasWindow(node)) return node;
    let changed = this.#changed.get(node);
    if (!changed) this.#changed.set(node, (changed = this.#changedOf(node)));
    return changed;
  }

  #changedOf(node: UserExpression): UserExpression {
    if (node.kind === 'call') return { ...node, arguments: node.arguments.map(each => this.#without(each)) };
    if (node.kind !== 'window') return node;
    if (operandsOf(node).some(hasWindow)) return this.#inside(node);
    let known = this.#known.get(node);
    if (known === undefined) {
      known = this.#window(node, this.#free ?? this.#names.of(node));
      this.#free = undefined;
      this.#known.set(node, known);
    }
    return column(known);
  }

  /** The same window, once those that it stands on are columns. */
  #inside(node: WindowExpression): UserExpression {
    const { input, second, condition } = node;
    return {
      ...node,
      ...(input ? { input: this.#without(input) } : {}),
      ...(second ? { second: this.#without(second) } : {}),
      ...(condition ? { condition: this.#without(condition) } : {}),
      partitionBy: node.partitionBy.map(each => this.#without(each)),
      orderBy: node.orderBy.map(key => ({ ...key, expression: this.#without(key.expression) })),
    };
  }

  #window(node: WindowExpression, name: string): string {
    const { function: f, called, input, second, condition, options, partitionBy, orderBy, frame } = node;
    this.windows.push({
      name,
      function: f,
      ...(called === undefined ? {} : { called }),
      column: input ? this.#columnOf(input) : null,
      ...(second ? { second: this.#columnOf(second) } : {}),
      ...(condition ? { where: this.#columnOf(condition) } : {}),
      ...(options ? { options } : {}),
      partitionBy: partitionBy.map(each => this.#columnOf(each)),
      orderBy: orderBy.map(({ expression, ...key }) => ({ column: this.#columnOf(expression), ...key })),
      ...(frame === undefined ? {} : { frame: frame as NonNullable<WrittenWindow['frame']> }),
    });
    return name;
  }

  #columnOf(expression: UserExpression): string {
    if (expression.kind === 'column') return expression.name;
    const known = this.#known.get(expression);
    if (known !== undefined) return known;
    const name = this.#names.of(expression);
    this.computed.push({ name, expression });
    this.#known.set(expression, name);
    return name;
  }
}

/** All columns of a frame with some set, of which some are windows. */
export function withWindows(known: Expanded, columns: readonly NamedExpression[]): PlanInput {
  const lifted = liftWindows(known, columns);
  const final = editedColumns({ kind: 'set', columns: lifted.columns }, known.schema);
  const isPresent =
    final.length === lifted.names.length &&
    final.every(
      ({ name, expression }, i) => name === lifted.names[i] && expression.kind === 'column' && expression.name === name,
    );
  return isPresent ? lifted.plan : known.step('table.project', { columns: final }, lifted.plan);
}

/** The rows of a frame for which a condition on windows is true. */
export function filteredByWindows(known: Expanded, predicate: UserExpression): PlanInput {
  const { plan, columns } = liftWindows(known, [{ name: '', expression: predicate }]);
  const [condition] = columns;
  const filtered = known.step('table.filter', { predicate: condition?.expression }, plan);
  return known.step('table.project', { columns: known.schema.map(field => kept(field.name)) }, filtered);
}
