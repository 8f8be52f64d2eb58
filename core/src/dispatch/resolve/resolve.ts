import {
  canonicalJson,
  formatType,
  type DataType,
  type Dataset,
  type Field,
  type Json,
  type Schema,
} from '../../contract/data/index.js';
import { acceptsType } from '../../contract/data/declared.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import type { Catalogue, ParquetMetadata } from '../../contract/operations/index.js';
import {
  editedColumns,
  inputsFirst,
  planNode,
  type ColumnEdit,
  type Determinism,
  type PlanInput,
  type PlanNode,
} from '../../contract/plan/index.js';
import { kindOf, logicalStep, originOf, withCallSite, type LogicalInput, type Origin } from './logical.js';
import type { RunOptions } from '../../executor/executor.js';

/** Columns as a user declares them: a type name (`'float64'`, `'timestamp'`) or a full type. */
export type DeclaredSchema = { readonly [column: string]: string | DataType };

/** Runs a record operation (metadata, schema inference) on behalf of resolution. */
export type RecordRunner = (
  node: PlanNode,
  run: RunOptions,
) => Promise<{ readonly value: Json; readonly sizes: { readonly [size: string]: number | undefined } }>;

/**
 * Turns plans into logical plans: reads the schemas of files, fills in options, binds every step. Cached per node, so a frame's schema is read once.
 * A scan node may carry `declared`, the user's schema: it is checked against the file (Parquet) or applied to it (CSV).
 */
export class Resolver {
  /** per determinism of the call, which a node takes on unless it has its own */
  readonly #steps = {
    exact: new WeakMap<PlanNode, Promise<LogicalInput>>(),
    fast: new WeakMap<PlanNode, Promise<LogicalInput>>(),
  };
  readonly #schemas = new WeakMap<Dataset, Map<string, Promise<Schema>>>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly runRecord: RecordRunner,
  ) {}

  resolve(input: PlanInput, run: RunOptions): Promise<LogicalInput> {
    const determinism = run.determinism ?? 'exact';
    const inputsOf = (node: PlanInput): readonly PlanInput[] => {
      if (node.kind === 'operation') return this.#steps[determinism].has(node) ? [] : node.inputs;
      return node.dataset.kind === undefined && !node.dataset.disposed ? [node.dataset.recipe as PlanInput] : [];
    };
    for (const node of inputsFirst(input, inputsOf)) if (node.kind === 'operation') void this.#resolved(node, determinism);
    return this.#resolved(input, determinism);
  }

  #resolved(input: PlanInput, determinism: Determinism): Promise<LogicalInput> {
    if (input.kind === 'dataset') return this.#dataset(input.dataset, determinism);
    const steps = this.#steps[determinism];
    const known = steps.get(input);
    if (known) return known;
    const resolving = this.#step(input, determinism);
    steps.set(input, resolving);
    // A failure is not remembered: a missing file may be there next time.
    resolving.catch(() => steps.delete(input));
    return resolving;
  }

  async #dataset(dataset: Dataset, determinism: Determinism): Promise<LogicalInput> {
    if (dataset.disposed) throw new ParquetFrameError('CLOSED', `${dataset.label} was closed`);
    if (dataset.kind === undefined) {
      const recipe = await this.#resolved(dataset.recipe as PlanInput, determinism);
      dataset.kind = recipe.kind === 'step' ? recipe.bound.output : recipe.data;
    }
    return { kind: 'dataset', dataset, data: dataset.kind };
  }

  async #step(node: PlanNode, determinism: Determinism): Promise<LogicalInput> {
    const definition = this.catalogue.get(node.operation);
    const inputs = await Promise.all(node.inputs.map(input => this.#resolved(input, determinism)));
    const origin = originOf(node, determinism);
    if (node.operation === 'table.project' && node.options['edit'] !== undefined) {
      return logicalStep(definition, editedOptions(node.options['edit'] as ColumnEdit, inputs[0], origin), inputs, origin);
    }
    return logicalStep(definition, await this.#options(node, origin), inputs, origin);
  }

  async #options(node: PlanNode, origin: Origin): Promise<PlanNode['options']> {
    if ((node.operation !== 'parquet.scan' && node.operation !== 'csv.scan') || node.options['schema'] !== undefined)
      return node.options;
    const { declared, ...options } = node.options as PlanNode['options'] & { declared?: DeclaredSchema };
    const file = node.inputs[0];
    if (file?.kind !== 'dataset') throw new ParquetFrameError('INVALID_ARGUMENT', `${node.operation} reads a file`);
    if (node.operation === 'parquet.scan') {
      const schema = await this.#schemaOf(file.dataset, planNode('parquet.metadata', {}, [file]));
      if (declared) checkDeclared(declared, schema, file.dataset.label, origin);
      return { columns: declared ? Object.keys(declared) : undefined, ...options, schema };
    }
    const { columns, limit, sampleRows, ...format } = options as PlanNode['options'] & {
      columns?: unknown;
      limit?: unknown;
      sampleRows?: unknown;
    };
    const schema = applyDeclared(
      declared ?? {},
      await this.#schemaOf(file.dataset, planNode('csv.schema', sampleRows === undefined ? format : { ...format, sampleRows }, [file])),
      file.dataset.label,
      origin,
    );
    return { ...format, columns: columns ?? (declared ? Object.keys(declared) : undefined), limit, schema };
  }

  #schemaOf(dataset: Dataset, node: PlanNode): Promise<Schema> {
    const known = this.#schemas.get(dataset) ?? new Map<string, Promise<Schema>>();
    this.#schemas.set(dataset, known);
    const key = `${node.operation}${canonicalJson(node.options as Json)}`;
    let schema = known.get(key);
    if (!schema) {
      // Shared by all who wait for it, so one caller's abort or deadline must not end it.
      schema = this.runRecord(node, {}).then(({ value }) => {
        noteFileSizes(dataset, value);
        return (value as { readonly schema: Schema }).schema;
      });
      known.set(key, schema);
      schema.catch(() => known.delete(key));
    }
    return schema;
  }
}

/** A change to the columns of a table as the projection that it is. */
function editedOptions(edit: ColumnEdit, input: LogicalInput | undefined, origin: Origin): PlanNode['options'] {
  const kind = input && kindOf(input);
  try {
    return { columns: editedColumns(edit, kind?.kind === 'table' ? kind.schema : []) };
  } catch (error) {
    throw withCallSite(error, origin.callSite);
  }
}

/** Row counts and sizes from a Parquet footer serve as statistics. */
function noteFileSizes(dataset: Dataset, value: Json): void {
  const metadata = value as Partial<ParquetMetadata>;
  if (metadata.rowGroups === undefined) return;
  const uncompressed = metadata.rowGroups.reduce((sum, group) => sum + group.uncompressedBytes, 0);
  dataset.sizes = {
    ...dataset.sizes,
    rows: metadata.rows ?? 0,
    uncompressedBytes: uncompressed,
    rowGroups: metadata.rowGroups.length,
  };
}

const nameOf = (type: string | DataType): string => (typeof type === 'string' ? type : type.id);

function checkDeclared(declared: DeclaredSchema, schema: Schema, file: string, origin: Origin): void {
  for (const [column, type] of Object.entries(declared)) {
    const found = schema.find(f => f.name === column);
    if (found && acceptsType(type, found.type)) continue;
    const received = found ? formatType(found.type) : `no such column; the file has ${schema.map(f => f.name).join(', ')}`;
    throw new ParquetFrameError(
      'SCHEMA_MISMATCH',
      `the schema declares ${JSON.stringify(column)} as ${nameOf(type)}, ${file} has ${received}${origin.callSite === undefined ? '' : `\n    at ${origin.callSite}`}`,
      {
        details: { column, declared: nameOf(type), found: found ? formatType(found.type) : null, file },
      },
    );
  }
}

const DEFAULTS: Readonly<Record<string, DataType>> = {
  date: { id: 'date', unit: 'day' },
  timestamp: { id: 'timestamp', unit: 'us', timezone: null },
};

function applyDeclared(declared: DeclaredSchema, inferred: Schema, file: string, origin: Origin): Schema {
  for (const column of Object.keys(declared)) {
    if (inferred.some(f => f.name === column)) continue;
    throw new ParquetFrameError(
      'SCHEMA_MISMATCH',
      `the schema declares ${JSON.stringify(column)}, ${file} has ${inferred.map(f => f.name).join(', ')}${origin.callSite === undefined ? '' : `\n    at ${origin.callSite}`}`,
      {
        details: { column, declared: nameOf(declared[column] ?? ''), found: null, file },
      },
    );
  }
  return inferred.map((found): Field => {
    const type = declared[found.name];
    if (type === undefined) return found;
    return { ...found, type: typeof type === 'string' ? (DEFAULTS[type] ?? ({ id: type } as DataType)) : type };
  });
}
