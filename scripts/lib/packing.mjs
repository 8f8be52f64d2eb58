/** The `dist` of a package in its published form for as long as the package is packed. Only packing itself needs more than Node has: the build calls this before anything is installed. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

const folders = directory => ({
  dist: path.join(directory, 'dist'),
  cache: path.join(directory, '.cache'),
  compiled: path.join(directory, '.cache', 'compiled'),
  published: path.join(directory, '.cache', 'published'),
});

/** Puts the published form in the place of `dist`. */
export async function publish(directory) {
  unpublish(directory);
  const { writePublished } = await import('./published.mjs');
  const { dist, compiled, published } = folders(directory);
  await writePublished(directory, published);
  renameSync(dist, compiled);
  renameSync(published, dist);
}

/** Brings back what was compiled, also after a packing that was interrupted; unless it was compiled anew in the meantime. */
export function unpublish(directory) {
  const { dist, cache, compiled } = folders(directory);
  // The published form has no record of a build.
  if (existsSync(compiled) && !existsSync(path.join(dist, '.tsbuildinfo'))) {
    rmSync(dist, { recursive: true, force: true });
    renameSync(compiled, dist);
  }
  rmSync(cache, { recursive: true, force: true });
}
