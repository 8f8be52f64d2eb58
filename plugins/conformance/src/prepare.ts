import { rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  checkOptions,
  isParquetFrameError,
  type CaseInput,
  type CaseResult,
  type FileReference,
  type GraphData,
  type OperationCase,
  type OperationCases,
  type OperationDefinition,
  type OperationOptions,
  type PreparedCase,
  type PreparedInput,
} from '@parquetframe/core/engine';
import { bindDefinition, bindOperation } from './bind.js';
import { csvText } from './csv-text.js';
import { kindOf } from './replicas.js';
import { messageOf } from './contract-violation.js';
import type { EngineDriver } from './driver.js';
import { Once } from './once.js';
import type { TestedOperation } from './operation-cases.js';

/** The reference engine could not do what the kit needs: nothing can be said about the engine under test. */
export class ReferenceFailure extends Error {
  override readonly name = 'ReferenceFailure';
}

/**
 * Parts of file names that mean something to a shell, a glob, a URL or SQL. Files of other cases stand beside each, so that one that is taken as a pattern finds
 * something else. Windows knows fewer.
 */
const PATHS: readonly string[] = [
  '',
  '',
  ' with spaces',
  "'s",
  '[0-9]',
  '{a,b}',
  '#1%20',
  '-ü名',
  ...(process.platform === 'win32' ? [] : ['*', '?', '"q"', '$HOME', '\\x']),
];

type UnpreparedCase = Omit<OperationCase, 'name'> & { readonly name?: string };

/** Turns cases into inputs on the heap, with the reference engine for graphs and files. */
export class CasePreparer {
  readonly #reference: EngineDriver;
  readonly #folder: string;
  /** Cases that several checks run are prepared once, for each of them sees the same values and files. */
  readonly #prepared = new Once<OperationCases, Once<UnpreparedCase, Promise<PreparedCase>>>();
  #files = 0;

  constructor(reference: EngineDriver, folder: string) {
    this.#reference = reference;
    this.#folder = folder;
  }

  prepare(definition: OperationDefinition, cases: OperationCases, given: UnpreparedCase): Promise<PreparedCase> {
    const known = this.#prepared.of(cases, () => new Once());
    return known.of(given, () => this.#prepare(definition, cases, given));
  }

  async #prepare(definition: OperationDefinition, cases: OperationCases, given: UnpreparedCase): Promise<PreparedCase> {
    const inputs: PreparedInput[] = [];
    for (const input of given.inputs) inputs.push(await this.input(input));
    const prepared: PreparedCase = { name: given.name ?? definition.name, inputs, options: given.options, folder: this.#folder };
    if (!cases.prepare) return prepared;
    return { ...prepared, options: await cases.prepare(prepared, { reference: this.run.bind(this) }) };
  }

  /** Runs a built-in operation on the reference engine. */
  async run(operation: string, inputs: readonly PreparedInput[], options: OperationOptions): Promise<CaseResult> {
    const outcome = await this.#reference.run(bindOperation(operation, options, inputs.map(kindOf), 'exact'), inputs);
    if (outcome.outcome === 'result') return outcome.result;
    if (outcome.outcome === 'error') throw outcome.error;
    throw new ReferenceFailure(`the reference engine declines ${operation}: ${outcome.decline.reason}`);
  }

  /** Runs any operation with cases, those of plugins too, and the preparation that its cases ask for. */
  async runTested(
    { definition, cases }: TestedOperation,
    inputs: readonly PreparedInput[],
    given: OperationOptions,
  ): Promise<CaseResult> {
    const prepared: PreparedCase = { name: definition.name, inputs, options: given, folder: this.#folder };
    const options = cases.prepare ? await cases.prepare(prepared, { reference: this.run.bind(this) }) : given;
    const outcome = await this.#reference.run(bindDefinition(definition, options, inputs.map(kindOf), 'exact'), inputs);
    if (outcome.outcome === 'result') return outcome.result;
    if (outcome.outcome === 'error') throw outcome.error;
    throw new ReferenceFailure(`the reference engine declines ${definition.name}: ${outcome.decline.reason}`);
  }

  /** Folder of the files of all cases. */
  get folder(): string {
    return this.#folder;
  }

  /** A path for a file that does not exist yet. */
  file(extension: string): string {
    const index = this.#files++;
    return path.join(this.#folder, `case-${index}${PATHS[index % PATHS.length] ?? ''}${extension}`);
  }

  /** An input as values on the heap or as a file. */
  async input(input: CaseInput): Promise<PreparedInput> {
    if (input.kind === 'table') return input;
    if (input.kind === 'graph') return this.#graph(input);
    const target = this.file(input.extension ?? `.${input.scheme}`);
    const content = input.scheme === 'csv' ? csvContent(input) : input.content;
    if (typeof content === 'string' || content instanceof Uint8Array) await writeFile(target, content);
    else await this.#required('parquet.write', [{ kind: 'table', table: content }], { ...input.write, path: target });
    const file = await fileReference(target);
    if (input.state === 'missing') await rm(target);
    return { kind: 'file', file: input.state === 'changed' ? { ...file, modified: file.modified - 1000 } : file };
  }

  async #graph({ edges, vertices, build = {} }: Extract<CaseInput, { kind: 'graph' }>): Promise<PreparedInput> {
    const tables = vertices ? [edges, vertices] : [edges];
    const built = await this.#required(
      'graph.build',
      tables.map(table => ({ kind: 'table', table })),
      build,
    );
    if (built.kind !== 'graph') throw new ReferenceFailure('graph.build of the reference engine did not give a graph');
    const graph: GraphData = built.graph;
    return { kind: 'graph', graph, facts: built.sizes, recipe: { tables, options: build } };
  }

  async #required(operation: string, inputs: readonly PreparedInput[], options: OperationOptions): Promise<CaseResult> {
    try {
      return await this.run(operation, inputs, options);
    } catch (cause) {
      throw new ReferenceFailure(`the reference engine could not prepare a case with ${operation}: ${messageOf(cause)}`, {
        cause,
      });
    }
  }
}

/** Text and bytes as they are; a table as CSV, compressed where the extension says so. */
function csvContent({ content, extension = '' }: Extract<CaseInput, { kind: 'file' }>): string | Uint8Array {
  if (typeof content === 'string' || content instanceof Uint8Array) return content;
  const text = csvText(content);
  return extension.endsWith('.gz') ? gzipSync(text) : text;
}

export async function fileReference(target: string): Promise<FileReference> {
  const { size, mtimeMs } = await stat(target);
  return { path: target, bytes: size, modified: mtimeMs };
}

/** Raises what known facts of the inputs already tell. @throws ParquetFrameError as the operation says */
export function refusal(definition: OperationDefinition, inputs: readonly PreparedInput[], options: OperationOptions): void {
  const sizes = inputs.map(input => (input.kind === 'graph' ? input.facts : {}));
  definition.check?.(sizes, checkOptions(definition, options));
}

/** A result as the input of the next step. `recipe`: what a graph was built from. */
export function resultInput(
  result: CaseResult,
  recipe?: Extract<PreparedInput, { kind: 'graph' }>['recipe'],
): PreparedInput | undefined {
  if (result.kind === 'table') return { kind: 'table', table: result.table };
  if (result.kind !== 'graph' || !recipe) return undefined;
  return { kind: 'graph', graph: result.graph, facts: result.sizes, recipe };
}

/** True when facts of the inputs already tell that the call is an error: core raises it, and no engine is asked. */
export function refusedByFacts(definition: OperationDefinition, prepared: PreparedCase): boolean {
  try {
    refusal(definition, prepared.inputs, prepared.options);
    return false;
  } catch (error) {
    return !(isParquetFrameError(error) && error.category === 'usage');
  }
}

/** The code with which the catalogue refuses a call, before any engine is asked; undefined where it does not. */
export function refusedByCatalogue(definition: OperationDefinition, prepared: PreparedCase): string | undefined {
  try {
    bindPrepared(definition, prepared, 'exact');
    return undefined;
  } catch (error) {
    if (isParquetFrameError(error) && error.category === 'usage') return error.code;
    throw error;
  }
}

export const bindPrepared = (
  definition: OperationDefinition,
  prepared: PreparedCase,
  determinism: 'exact' | 'fast',
): ReturnType<typeof bindDefinition> => bindDefinition(definition, prepared.options, prepared.inputs.map(kindOf), determinism);
