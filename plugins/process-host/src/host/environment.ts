/**
 * What a child inherits of the environment: where temporary files go, how text and time are shown, where the system's libraries are. No PATH (nothing is looked
 * up in it), no NODE_OPTIONS (they would change the child), no secrets. Configuration reaches the engine through its context instead.
 */
const INHERITED = [
  'HOME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'TMP',
  'TEMP',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'SystemRoot',
  'SYSTEMROOT',
  'windir',
];

export function childEnvironment(
  own: NodeJS.ProcessEnv,
  inherit: readonly string[],
  set: { readonly [name: string]: string },
): { readonly [name: string]: string } {
  const environment: { [name: string]: string } = {};
  for (const name of [...INHERITED, ...inherit]) {
    const value = own[name];
    if (value !== undefined) environment[name] = value;
  }
  // In Electron the same binary is a browser unless it is told otherwise.
  if (process.versions['electron'] !== undefined) environment['ELECTRON_RUN_AS_NODE'] = '1';
  return { ...environment, ...set };
}
