/** Why no engine was created. */
export type CreateEngineCode =
  /** the name, the id or the command line is not as it must be */
  | 'INVALID_ARGUMENT'
  /** the folder has something in it, or is a file */
  | 'FOLDER_EXISTS'
  /** the folder cannot be written; `cause` says why */
  | 'WRITE_FAILED';

/** `code` is for programs, the message for people. */
export class CreateEngineError extends Error {
  override readonly name = 'CreateEngineError';

  constructor(
    readonly code: CreateEngineCode,
    message: string,
    options: ErrorOptions = {},
  ) {
    super(message, options);
  }
}
