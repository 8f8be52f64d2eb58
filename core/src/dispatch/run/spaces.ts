import { ParquetFrameError } from '../../contract/errors/index.js';
import type { Replica, Space } from '../../contract/data/index.js';

/** Spaces of core: their memory is this process's, whatever a replica says of its size. */
const OWN: ReadonlySet<Space> = new Set(['heap', 'shared', 'file']);

/** Which memory is whose: what is in this process and its children shares one budget; a space that lies elsewhere has its own. */
export class Spaces {
  readonly #budgets = new Map<Space, number>();

  /** @throws ParquetFrameError `INVALID_ARGUMENT` */
  define(space: Space, budget: unknown): void {
    if (typeof budget !== 'number' || !(budget >= 0))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `the budget of ${space} must be bytes, 0 or more, received ${String(budget)}`,
        {
          details: { space },
        },
      );
    this.#budgets.set(space, budget);
  }

  /** Whether any space has a budget of its own. */
  get anyDefined(): boolean {
    return this.#budgets.size > 0;
  }

  /** undefined: it shares the budget of the runtime */
  budgetOf(space: Space): number | undefined {
    return this.#budgets.get(space);
  }

  isHere(space: Space): boolean {
    return !this.#budgets.has(space);
  }

  /**
   * Whether a replica takes of the runtime's budget. One in an engine's space that is larger than all of it cannot be in this machine's memory, whether its engine has said
   * so or not: nothing that is here is to make room for it.
   */
  takesMemory({ residency: { space }, bytes = 0 }: Replica, budget: number): boolean {
    return this.isHere(space) && (OWN.has(space) || bytes <= budget);
  }
}
