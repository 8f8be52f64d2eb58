import path from 'node:path';
import { parseArgs } from 'node:util';
import { createEngine, ownVersion } from './create-engine.js';
import { CreateEngineError } from './error.js';

export const USAGE = `npm create @parquetframe/engine NAME [-- --id ID --folder FOLDER]

Writes the npm package of a new ParquetFrame engine.

  NAME      name of the package: engine-fast, @me/engine-fast
  --id      what the engine is called in plans and messages; by default from NAME: fast
  --folder  where it is written; by default ./engine-fast; it must be empty, or not there
`;

/** What the command prints, and its exit code. */
export interface Answer {
  readonly code: 0 | 1 | 2;
  readonly text: string;
}

/** Runs the command. Errors of the user's are answers too: 2 for a wrong command line, 1 for a folder that cannot be used. */
export function command(args: readonly string[]): Answer {
  try {
    const { values, positionals } = parsed(args);
    if (values.help === true) return { code: 0, text: USAGE };
    if (values.version === true) return { code: 0, text: `${ownVersion()}\n` };
    const [packageName, ...others] = positionals;
    if (packageName === undefined) throw new CreateEngineError('INVALID_ARGUMENT', 'give the name of the new package');
    if (others.length > 0)
      throw new CreateEngineError(
        'INVALID_ARGUMENT',
        `one name is wanted, received ${String(positionals.length)}: ${positionals.join(' ')}`,
      );
    const created = createEngine({ packageName, id: values.id, folder: values.folder });
    const folder = path.relative(process.cwd(), created.folder) || '.';
    return {
      code: 0,
      text: `created ${created.packageName}, the engine "${created.id}", in ${folder}: ${created.files.join(', ')}\n\n  cd ${folder}\n  npm install\n  npm run certify   # compares it with the reference and writes its certificate\n  npm test\n`,
    };
  } catch (error) {
    if (!(error instanceof CreateEngineError)) throw error;
    const isUsage = error.code === 'INVALID_ARGUMENT';
    return { code: isUsage ? 2 : 1, text: `${error.code}: ${error.message}\n${isUsage ? `\n${USAGE}` : ''}` };
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        id: { type: 'string' },
        folder: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    });
  } catch (cause) {
    throw new CreateEngineError('INVALID_ARGUMENT', cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
