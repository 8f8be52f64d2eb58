/** Which modules a program loads. */
import { run } from './run.mjs';

// A hook names each module that is imported; those that CommonJS requires are in its own cache.
const HOOK = `import { writeSync } from 'node:fs';
export async function load(url, context, next) {
  if (url.startsWith('file:')) writeSync(2, 'loaded ' + url + '\\n');
  return next(url, context);
}`;
const dataUrl = text => `data:text/javascript,${encodeURIComponent(text)}`;
const PRELOAD = dataUrl(`import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';
register(${JSON.stringify(dataUrl(HOOK))});
const { cache } = createRequire(process.execPath);
process.on('exit', () => { for (const file of Object.keys(cache)) process.stderr.write('loaded ' + pathToFileURL(file).href + '\\n'); });`);

/** @returns {Promise<string[]>} the URLs of the files, sorted; Node's own modules are not among them */
export async function loadedModules(program, cwd) {
  const { code, output } = await run(process.execPath, ['--import', PRELOAD, '--input-type=module', '--eval', program], {
    cwd,
    quiet: true,
  });
  if (code !== 0) throw new Error(`exit ${code}\n${output}`);
  return [
    ...new Set(output.split('\n').flatMap(line => (line.startsWith('loaded ') ? [line.slice('loaded '.length)] : []))),
  ].sort();
}
