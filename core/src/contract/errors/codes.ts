/**
 * Every error code of ParquetFrame, in one place: what it means and what to do. The documentation page is generated from this file.
 *
 * The category decides what dispatch does with it: `decline`, `unavailable`, `memory` and `crash` go to the next engine; all others are final.
 */
export type ErrorCategory = 'usage' | 'data' | 'decline' | 'unavailable' | 'memory' | 'crash' | 'cancelled' | 'internal';

interface CodeDefinition {
  readonly category: ErrorCategory;
  readonly cause: string;
  readonly cure: string;
}

export const ERROR_CODES = {
  // ── usage: the call is wrong ───────────────────────────────────────────────────────────────────────────────────────
  INVALID_ARGUMENT: {
    category: 'usage',
    cause: 'An option or argument has the wrong type or an impossible value.',
    cure: 'The message names the option, what was received and what is accepted.',
  },
  COLUMN_NOT_FOUND: {
    category: 'usage',
    cause: 'An expression or verb names a column that its input does not have.',
    cure: 'The message lists the columns there are and the call that was wrong.',
  },
  DUPLICATE_COLUMN: {
    category: 'usage',
    cause: 'A result would have two columns of one name.',
    cure: 'Rename one of them, or choose another suffix.',
  },
  TYPE_MISMATCH: {
    category: 'usage',
    cause: 'A function, comparison or verb does not accept the types it was given.',
    cure: 'Cast one side; the message names the types.',
  },
  UNSUPPORTED_SOURCE: {
    category: 'usage',
    cause: 'A path names a place (https:, s3: …) that no installed plugin reads or writes.',
    cure: 'Download the file and give its path, or install a storage plugin for the scheme.',
  },
  SCHEMA_MISMATCH: {
    category: 'usage',
    cause: 'The declared schema and the one found in the file differ.',
    cure: 'Correct the declared schema, or leave it out.',
  },
  OPERATION_NOT_FOUND: {
    category: 'usage',
    cause: 'No operation of that name is in the catalogue or in a registered plugin.',
    cure: 'Check the name, or register the plugin that brings it.',
  },
  ENGINE_NOT_FOUND: {
    category: 'usage',
    cause: 'A pinned or configured engine is not registered in this runtime.',
    cure: 'Install and register the engine, or correct its name; the message lists the engines there are.',
  },
  ENGINE_DUPLICATE: {
    category: 'usage',
    cause: 'Two engines of one id were given to one runtime.',
    cure: 'Register each engine once.',
  },
  INVALID_MANIFEST: {
    category: 'usage',
    cause: 'An engine manifest does not follow its schema.',
    cure: 'Correct the field that the message names.',
  },
  CONTRACT_VERSION: {
    category: 'usage',
    cause: 'An engine was written for another version of the engine contract.',
    cure: 'Install versions of core and engine that belong together.',
  },
  CLOSED: {
    category: 'usage',
    cause: 'A runtime, graph, table or engine was used after it was closed or disposed.',
    cure: 'Keep it open for as long as it is used.',
  },
  UNSAFE_INTEGER: {
    category: 'usage',
    cause: 'A 64-bit integer beyond 2^53 was asked for as a number.',
    cure: 'Leave out `int64: "number"` and take bigint values.',
  },
  INEXACT_TIMESTAMP: {
    category: 'usage',
    cause: 'A timestamp finer than a millisecond was asked for as a Date, which cannot hold it.',
    cure: 'Ask for `timestamp: "bigint"`, or take the Arrow export.',
  },

  // ── data: the data does not allow the answer ───────────────────────────────────────────────────────────────────────
  FILE_NOT_FOUND: {
    category: 'data',
    cause: 'The file does not exist, is a folder or cannot be opened.',
    cure: 'Check the path and its permissions.',
  },
  WRITE_FAILED: {
    category: 'data',
    cause:
      'A file cannot be written: the disk is full, permission is missing, the name is too long, or it is not a regular file.',
    cure: 'The message says which. What was there before is as it was.',
  },
  DATA_CORRUPT: {
    category: 'data',
    cause: 'A file is damaged or is not of the format it should be.',
    cure: 'The message names the file, what was being read and where. Restore the file.',
  },
  ENCRYPTED_FILE: {
    category: 'data',
    cause: 'The Parquet file is encrypted; keys are not supported yet.',
    cure: 'Decrypt the file first.',
  },
  UNSUPPORTED_TYPE: {
    category: 'data',
    cause: 'The file has a column type that ParquetFrame cannot represent.',
    cure: 'Select other columns, or rewrite the column as a supported type.',
  },
  SOURCE_UNAVAILABLE: {
    category: 'data',
    cause: 'A store that a file is read from cannot be reached, or gave something else than was asked for.',
    cure: 'The cause says what the store answered; try again later.',
  },
  SOURCE_CHANGED: {
    category: 'data',
    cause: 'A source file changed after the frame that reads it was made.',
    cure: 'Make the frame again to read the new contents.',
  },
  LENGTH_MISMATCH: {
    category: 'data',
    cause: 'Frames that are put side by side have different numbers of rows.',
    cure: "Cut the longer one with `limit`, or fill the shorter one: `{ how: 'horizontal', missing: 'null' }`.",
  },
  INTEGER_OVERFLOW: {
    category: 'data',
    cause: 'The result of integer arithmetic or of a sum does not fit int64.',
    cure: 'Cast to float64, or give `overflow: "wrap"` or `"null"`.',
  },
  DECIMAL_OVERFLOW: {
    category: 'data',
    cause: 'The result of decimal arithmetic or of a sum has more digits than its type, 38 at most.',
    cure: 'Cast to a decimal of fewer digits after the point, or to float64, or give `overflow: "null"`.',
  },
  FUNCTION_FAILED: {
    category: 'data',
    cause: 'A function of a user or a plugin threw, or gave a value that is not of its type.',
    cure: 'The message names the function and the row, `cause` is what was thrown; mend the function.',
  },
  CAST_FAILED: {
    category: 'data',
    cause: 'A value cannot be represented in the type of the cast.',
    cure: 'Filter such values first or choose a wider type; the message shows the value and row.',
  },
  NULL_VERTEX_ID: {
    category: 'data',
    cause: 'An edge or vertex table has a null id.',
    cure: 'Filter null ids before building the graph.',
  },
  VERTEX_ID_OUT_OF_RANGE: {
    category: 'data',
    cause: 'A dense id is negative or not below the stated number of vertices.',
    cure: 'Give the right number of vertices, or leave `dense` out.',
  },
  VERTEX_NOT_FOUND: { category: 'data', cause: 'A source vertex is not in the graph.', cure: 'Check the id and its type.' },
  NULL_WEIGHT: {
    category: 'data',
    cause: 'An edge has a null weight.',
    cure: 'Filter or fill null weights before building the graph.',
  },
  WEIGHT_OUT_OF_RANGE: {
    category: 'data',
    cause: 'A 64-bit weight is beyond 2^53 and would lose precision, or a weight is infinite and the operation cannot use it.',
    cure: 'Scale the weights or cast them to float64 yourself; filter edges of infinite weight.',
  },
  NEGATIVE_WEIGHT: {
    category: 'data',
    cause: 'The operation needs non-negative weights.',
    cure: 'The message names the first such edge.',
  },
  NAN_WEIGHT: {
    category: 'data',
    cause: 'The operation needs weights that are numbers.',
    cure: 'The message names the first such edge.',
  },
  GRAPH_TOO_LARGE: {
    category: 'data',
    cause: 'The graph has 2^32 vertices or more, or more arcs than the engine can index.',
    cure: 'Use an engine with 64-bit offsets, or split the graph.',
  },

  // ── decline: this engine cannot do this, another may ───────────────────────────────────────────────────────────────
  UNSUPPORTED_OPERATION: {
    category: 'decline',
    cause: 'The engine does not implement the operation.',
    cure: 'Install an engine that does.',
  },
  UNSUPPORTED_FRAGMENT: {
    category: 'decline',
    cause: 'The engine does not run this combination of steps as one.',
    cure: 'None needed: the steps are run one by one.',
  },
  UNSUPPORTED_EXPRESSION: {
    category: 'decline',
    cause: 'The engine does not implement a function of the expression.',
    cure: 'Install an engine that does.',
  },
  UNSUPPORTED_COLUMN_TYPE: {
    category: 'decline',
    cause: 'The engine does not handle a column type of the input.',
    cure: 'Cast the column, or install an engine that does.',
  },
  UNSUPPORTED_OPTION: {
    category: 'decline',
    cause: 'An option is newer than the revision that the engine claims, or is not implemented.',
    cure: 'Update the engine.',
  },
  UNSUPPORTED_CLASS: {
    category: 'decline',
    cause: 'The engine cannot meet the asked result class.',
    cure: 'Ask for another class, or install an engine that can.',
  },

  // ── unavailable: the engine is not there ───────────────────────────────────────────────────────────────────────────
  NO_ENGINE: {
    category: 'unavailable',
    cause: 'No engine of the runtime can run the operation.',
    cure: 'The message lists each engine with its reason; install or enable one.',
  },
  ENGINE_UNAVAILABLE: {
    category: 'unavailable',
    cause: 'The engine is registered but cannot run here.',
    cure: 'The message says why; `npx parquetframe doctor` shows all engines.',
  },
  NATIVE_BINARY_MISSING: {
    category: 'unavailable',
    cause: 'The native binary of an engine is not installed for this platform.',
    cure: 'Install the platform package that the message names, or build it.',
  },
  NATIVE_BINARY_CORRUPT: {
    category: 'unavailable',
    cause: 'The native binary of an engine cannot be loaded.',
    cure: 'Reinstall the engine package.',
  },
  PACKAGE_FILE_MISSING: {
    category: 'unavailable',
    cause:
      'Something that must be a file is not beside the code: the program of a thread or of a child process. The code was bundled.',
    cure: 'Leave the package out of the bundle and install it, or copy it and name its place with `locatePackages` or PARQUETFRAME_PACKAGES.',
  },
  DISABLED: {
    category: 'unavailable',
    cause: 'The engine is disabled by configuration.',
    cure: 'See PARQUETFRAME_DISABLE_RUST and PARQUETFRAME_DISABLE_ENGINES.',
  },
  PROBE_TIMEOUT: {
    category: 'unavailable',
    cause: 'The engine did not answer its probe in time.',
    cure: 'Check what the engine waits for; `npx parquetframe doctor` probes again.',
  },
  QUARANTINED: {
    category: 'unavailable',
    cause:
      'The engine crashed too often within a while (three times within five minutes, unless the engine or the runtime says otherwise).',
    cure: 'Find out why it crashes; it is tried again at the time that the message names, or by a new runtime.',
  },
  UNCERTIFIED: {
    category: 'unavailable',
    cause: 'The engine has no valid conformance certificate for the operation.',
    cure: 'Certify the engine, pin it, or create the runtime with `uncertified: "allow"`.',
  },

  // ── memory and crash ───────────────────────────────────────────────────────────────────────────────────────────────
  OUT_OF_MEMORY: {
    category: 'memory',
    cause: 'The predicted peak of a kernel is over the memory budget.',
    cure: 'Raise PARQUETFRAME_MEMORY, read fewer columns, or stream with batches().',
  },
  OUT_OF_DISK: {
    category: 'memory',
    cause: 'There is not enough room on disk for what an engine would put there.',
    cure: 'Free space in the temporary folder, or point TMPDIR to a larger disk.',
  },
  ENGINE_CRASH: {
    category: 'crash',
    cause: 'The process or thread of an engine died, hung past its deadline or broke its protocol.',
    cure: 'The next engine was tried; see the provenance and the log of the engine.',
  },
  NATIVE_PANIC: {
    category: 'crash',
    cause: 'Native code panicked; the panic was caught at the binding.',
    cure: 'Please report it with the message.',
  },
  ENGINE_DEFECT: {
    category: 'crash',
    cause: 'An engine threw an untyped error or returned something the contract does not allow.',
    cure: 'Please report it to the author of the engine.',
  },
  DATASET_LOST: {
    category: 'crash',
    cause: 'The only copy of a dataset is gone and it cannot be rebuilt.',
    cure: 'Build it again from its source.',
  },

  // ── cancelled, internal ────────────────────────────────────────────────────────────────────────────────────────────
  ABORTED: { category: 'cancelled', cause: 'The call was aborted through its signal.', cure: 'None.' },
  DEADLINE_EXCEEDED: { category: 'cancelled', cause: 'The call ran past its deadline.', cure: 'Raise the deadline.' },
  INTERNAL: {
    category: 'internal',
    cause: 'ParquetFrame itself is at fault.',
    cure: 'Please report it with the message and stack.',
  },
} as const satisfies Record<string, CodeDefinition>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Codes of plugins are allowed too; an unknown code counts as `data`, which is final. */
export function categoryOf(code: string): ErrorCategory {
  const definition: CodeDefinition | undefined = Object.hasOwn(ERROR_CODES, code) ? ERROR_CODES[code as ErrorCode] : undefined;
  return definition?.category ?? 'data';
}
