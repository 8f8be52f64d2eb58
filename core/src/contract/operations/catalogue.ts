import { didYouMean, ParquetFrameError, quoted } from '../errors/index.js';
import { BUILT_IN_OPERATIONS } from './built-in.js';
import type { OperationDefinition, OperationOptions } from './operation.js';

/** Grows by one with every change of the catalogue. Nothing depends on it: operations have revisions of their own. */
export const CATALOGUE_REVISION = 3;

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
    const known = [...this.#operations.keys()];
    throw new ParquetFrameError(
      'OPERATION_NOT_FOUND',
      `there is no operation ${quoted(name)}${didYouMean(name, known, `there are ${known.join(', ')}`)}`,
      { details: { operation: name, known } },
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
