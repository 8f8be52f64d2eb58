/** The last line of compiled files, which names their source map. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const NAMED = /\n\/\/# sourceMappingURL=[^\n]*\n?$/;

function* compiled(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile() && /\.(js|ts)$/.test(entry.name)) yield path.join(entry.parentPath, entry.name);
}

/** Takes the line away. */
export function unnameSourceMaps(folder) {
  for (const file of compiled(folder)) {
    const text = readFileSync(file, 'utf8');
    if (NAMED.test(text)) writeFileSync(file, text.replace(NAMED, '\n'));
  }
}

/** Puts it back where there is a map: stack traces and coverage of the checkout go by it. */
export function nameSourceMaps(folder) {
  for (const file of compiled(folder)) {
    const map = `${file}.map`;
    if (!existsSync(map)) continue;
    const text = readFileSync(file, 'utf8');
    if (!NAMED.test(text)) writeFileSync(file, `${text.replace(/\n?$/, '\n')}//# sourceMappingURL=${path.basename(map)}`);
  }
}
