/**
 * Packages are published in another form than `tsc` compiles them to: see lib/published.mjs. `prepack` and `postpack` call this.
 *
 *   node scripts/published.mjs make|restore     in the folder of a package: its `dist` in the published form, and back
 *   node scripts/published.mjs write <folder>   the published form to another folder
 */
import { publish, unpublish } from './lib/packing.mjs';
import { writePublished } from './lib/published.mjs';

const [action, folder] = process.argv.slice(2);
if (action === 'make') await publish(process.cwd());
else if (action === 'restore') unpublish(process.cwd());
else if (action === 'write' && folder !== undefined) await writePublished(process.cwd(), folder);
else {
  process.stderr.write('usage: node scripts/published.mjs make|restore|write <folder>\n');
  process.exit(2);
}
