/** What holds of packages that are installed from their tarballs, where modules are joined: how many are loaded, that classes are the same from everywhere, and that errors name the right line. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadedModules } from '../lib/loaded.mjs';
import { run, succeeds } from '../lib/run.mjs';

const ANSWER = `import { createRuntime } from '@parquetframe/core';
import tsReference from '@parquetframe/engine-ts-reference';
const pf = await createRuntime({ engines: [tsReference()], wisdom: 'off' });
const rows = await pf.fromRows([{ x: 1 }, { x: 2 }], { schema: { x: 'int32' } }).filter(row => row.x.gt(1)).toRows();
if (rows.length !== 1) throw new Error('another answer');
await pf.close();`;

/** Every module costs a fraction of a millisecond before it does anything: as `tsc` compiles them, these are 228, 360 and 294. */
const LOADING = [
  { what: 'importing core', program: "import '@parquetframe/core';", limit: 8 },
  { what: 'importing parquetframe', program: "import 'parquetframe';", limit: 48 },
  { what: 'the first answer on ts-reference', program: ANSWER, limit: 24 },
];

const SAME_CLASS = `import { ParquetFrameError } from '@parquetframe/core';
import { ParquetFrameError as ofEngines } from '@parquetframe/core/engine';
if (ParquetFrameError !== ofEngines) throw new Error('two classes');`;

const SAME_ARROW = `import { Table } from 'apache-arrow';
import { fromRows } from 'parquetframe';
const table = await fromRows([{ a: 1 }]).collect();
if (!((await table.toArrow()) instanceof Table)) throw new Error('another library');
process.exit();`;

const CALL_SITE = `import { fromRows } from 'parquetframe';
const frame = fromRows([{ a: 1 }]).filter(row => row.b.gt(1));
const { callSite } = await frame.toRows().then(() => ({}), error => error.details);
if (!callSite?.includes('call-site.mjs:2:')) throw new Error(String(callSite));
process.exit();`;

/** @param {string} user the folder of a project that has the packages */
export function checksOfInstalled(user) {
  const programs = [
    { title: 'a class is the same from each entry of core', file: 'same-class.mjs', text: SAME_CLASS },
    { title: 'a table is one of the apache-arrow that the user has', file: 'same-arrow.mjs', text: SAME_ARROW },
    { title: "errors name the user's line, not one of the packages", file: 'call-site.mjs', text: CALL_SITE },
  ];
  return [
    ...LOADING.map(({ what, program, limit }) => ({
      title: `${what} loads few modules, and no library that it does not need`,
      action: async () => wrongLoads(await loadedModules(program, user), limit),
    })),
    ...programs.map(({ title, file, text }) => ({
      title,
      action: () => {
        writeFileSync(path.join(user, file), text);
        return succeeds(run(process.execPath, [file], { cwd: user, quiet: true }));
      },
    })),
  ];
}

function wrongLoads(loaded, limit) {
  const others = loaded.filter(url => /\/node_modules\/(?!@?parquetframe\/)/.test(url));
  if (loaded.length > 0 && loaded.length <= limit && others.length === 0) return undefined;
  return `${loaded.length} modules, at most ${limit} should be, and only our own:\n${loaded.join('\n')}`;
}
