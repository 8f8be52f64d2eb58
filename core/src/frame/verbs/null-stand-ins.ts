import { fieldIndex, formatType, type DataType, type Schema } from '../../contract/data/index.js';
import { columnExpression } from './lowering.js';
import { unlike } from './names.js';

/** What a column that is null in every row is taken as: the first that a function accepts. */
const STAND_INS: readonly DataType[] = [{ id: 'int64' }, { id: 'bool' }, { id: 'utf8' }];

interface ProjectedColumn {
  readonly name: string;
  readonly expression: object;
}

/** A column of type `null`, which holds no value. */
export const NULL_COLUMN = { kind: 'literal', value: null, type: { id: 'null' } } as const;

/** Columns of nulls of a type, beside those of a table, for functions that do not accept columns of type `null`. */
export class StandIns {
  readonly #schema: Schema;
  readonly #taken: readonly string[];
  readonly #added = new Map<string, { readonly name: string; readonly type: DataType }>();

  constructor(schema: Schema) {
    this.#schema = schema;
    this.#taken = schema.map(({ name }) => name);
  }

  get isEmpty(): boolean {
    return this.#added.size === 0;
  }

  isNull(column: string | null | undefined): boolean {
    return typeof column === 'string' && this.#schema[fieldIndex(this.#schema, column)]?.type.id === 'null';
  }

  /** The name of the column to take instead of one of type `null`; undefined where that is accepted as it is, or no other would be. */
  of(column: string | null | undefined, fits: (type: DataType) => boolean): string | undefined {
    const type = !this.isNull(column) || fits({ id: 'null' }) ? undefined : STAND_INS.find(fits);
    if (!type) return undefined;
    const known = this.#added.get(type.id) ?? { name: unlike(`null as ${formatType(type)}`, this.#taken), type };
    this.#added.set(type.id, known);
    return known.name;
  }

  /** All columns, with those added: for a projection. */
  columns(): readonly ProjectedColumn[] {
    return [
      ...this.#taken.map(name => ({ name, expression: columnExpression(name) })),
      ...Array.from(this.#added.values(), ({ name, type }) => ({ name, expression: { kind: 'literal', value: null, type } })),
    ];
  }
}
