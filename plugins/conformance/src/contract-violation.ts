/** Thrown when the engine breaks the contract, as opposed to answering with a wrong value. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
