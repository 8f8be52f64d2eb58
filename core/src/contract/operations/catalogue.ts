import { ParquetFrameError } from '../errors/index.js';
import { csvScan } from './csv/scan.js';
import { csvSchema } from './csv/schema.js';
import { graphBfs } from './graph/bfs.js';
import { graphBuild } from './graph/build.js';
import { graphDegree } from './graph/degree.js';
import { graphPageRank } from './graph/page-rank.js';
import { graphWcc } from './graph/wcc.js';
import type { OperationDefinition, OperationOptions } from './operation.js';
import { parquetMetadata } from './parquet/metadata.js';
import { parquetScan } from './parquet/scan.js';
import { parquetWrite } from './parquet/write.js';
import { tableAggregate } from './table/aggregate.js';
import { tableConcat } from './table/concat.js';
import { tableFilter } from './table/filter.js';
import { tableJoin } from './table/join.js';
import { tableLimit } from './table/limit.js';
import { tableProject } from './table/project.js';
import { tableSort } from './table/sort.js';

export const BUILT_IN_OPERATIONS: readonly OperationDefinition[] = [
  parquetMetadata,
  parquetScan,
  parquetWrite,
  csvSchema,
  csvScan,
  tableFilter,
  tableProject,
  tableAggregate,
  tableSort,
  tableLimit,
  tableJoin,
  tableConcat,
  graphBuild,
  graphDegree,
  graphBfs,
  graphPageRank,
  graphWcc,
];

/** Grows by one with every change of meaning of a built-in operation; certificates name it. */
export const CATALOGUE_REVISION = 1;

/** Operations by name: the built-in ones and those of plugins. */
export class Catalogue {
  readonly #operations = new Map<string, OperationDefinition>();

  constructor(extra: readonly OperationDefinition[] = []) {
    for (const operation of [...BUILT_IN_OPERATIONS, ...extra]) {
      if (this.#operations.has(operation.name))
        throw new ParquetFrameError(
          'INVALID_ARGUMENT',
          `the operation ${operation.name} is defined twice; a plugin must choose a name of its own`,
        );
      this.#operations.set(operation.name, operation);
    }
  }

  /** @throws ParquetFrameError `OPERATION_NOT_FOUND` */
  get(name: string): OperationDefinition {
    const operation = this.#operations.get(name);
    if (operation) return operation;
    throw new ParquetFrameError(
      'OPERATION_NOT_FOUND',
      `there is no operation ${JSON.stringify(name)}; there are ${[...this.#operations.keys()].join(', ')}`,
      { details: { operation: name } },
    );
  }

  has(name: string): boolean {
    return this.#operations.has(name);
  }

  /** The options of a step, as they were given, in one line; undefined when the operation has no words for them. */
  describe(name: string, options: OperationOptions): string | undefined {
    return this.#operations.get(name)?.plan?.describe?.(options);
  }

  all(): readonly OperationDefinition[] {
    return [...this.#operations.values()];
  }
}
