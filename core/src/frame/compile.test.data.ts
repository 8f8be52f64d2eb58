/** Compiles snippets against the frame's types, as a user's program would be. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** core/src/frame, wherever this file was compiled to. */
const folder = fileURLToPath(new URL('../../src/frame/', import.meta.url));

export interface Compiled {
  /** line (from 1) and text of every error in the snippet */
  readonly errors: readonly { readonly line: number; readonly message: string }[];
  /** how many types the compiler instantiated to check it */
  readonly instantiations: number;
}

export function compile(snippet: string): Compiled {
  const { config } = ts.readConfigFile(path.join(folder, '../../../tsconfig.base.json'), file => ts.sys.readFile(file)) as {
    readonly config: { readonly compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, folder);
  const file = path.join(folder, 'snippet.ts');
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = name => name === file || fileExists(name);
  host.readFile = name => (name === file ? snippet : readFile(name));
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, snippet, ts.ScriptTarget.ES2023) : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], { ...options, composite: false, noEmit: true, noUnusedLocals: false }, host);
  const source = program.getSourceFile(file);
  const diagnostics = program.getSemanticDiagnostics(source);
  const errors = diagnostics.map(({ start = 0, messageText }) => ({
    line: (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
  return { errors, instantiations: program.getInstantiationCount() };
}
