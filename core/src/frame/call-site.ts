import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownFolder } from '../contract/engine/package-files.js';

/** The folder of this package, whether its stack lines name the published files, the compiled ones or, by source maps, the sources. Asked for once. */
let own: { readonly folder: string | undefined } | undefined;
const TESTS = /\.test\.[jt]s:|[\\/]test[\\/]/;

/** `file:line:column` of the line of the user's program that called into this package; undefined when the stack is too deep. */
export function userCallSite(): string | undefined {
  own ??= { folder: ownFolder({ name: '@parquetframe/core', from: import.meta.url }) };
  const { folder } = own;
  // In a bundle our lines and the user's are in one file.
  if (folder === undefined) return undefined;
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 12;
  Error.captureStackTrace(holder, userCallSite);
  Error.stackTraceLimit = limit;
  for (const line of (holder.stack ?? '').split('\n').slice(1)) {
    const place = placeOf(line);
    if (place !== undefined && (!place.startsWith(folder + path.sep) || TESTS.test(place))) return place;
  }
  return undefined;
}

/** The place in a stack line: `at name (file:///x.js:1:2)` or `at file:///x.js:1:2`. */
function placeOf(line: string): string | undefined {
  const place = /\(([^()]+:\d+:\d+)\)$/.exec(line)?.[1] ?? /at (?:async )?([^()]+:\d+:\d+)$/.exec(line)?.[1];
  if (place === undefined || place.startsWith('node:')) return undefined;
  if (!place.startsWith('file://')) return place;
  const [, url = place, position = ''] = /^(.*?)(:\d+:\d+)$/.exec(place) ?? [];
  return `${fileURLToPath(url)}${position}`;
}
