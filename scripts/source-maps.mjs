/**
 * Source maps are not published, so published files must not name them: debuggers and bundlers would look for them, in vain. `prepack` and `postpack` of every package call this.
 *
 *   node scripts/source-maps.mjs unname|name    in the folder of a package
 */
import { unnameSourceMaps, nameSourceMaps } from './lib/source-maps.mjs';

const actions = { unname: unnameSourceMaps, name: nameSourceMaps };
const [action] = process.argv.slice(2);
if (!Object.hasOwn(actions, action)) {
  process.stderr.write(`usage: node scripts/source-maps.mjs ${Object.keys(actions).join('|')}\n`);
  process.exit(2);
}
actions[action]('dist');
