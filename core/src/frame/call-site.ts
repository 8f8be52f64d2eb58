import { fileURLToPath } from 'node:url';

/** The folder of this package, whether its stack lines name the compiled files or, by source maps, the sources. */
const PACKAGE = ownFolder(import.meta.url);
const TESTS = /\.test\.[jt]s:|[\\/]test[\\/]/;

/** `file:line:column` of the line of the user's program that called into this package; undefined when the stack is too deep. */
export function userCallSite(): string | undefined {
  // In a bundle our lines and the user's are in one file.
  if (PACKAGE === undefined) return undefined;
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 12;
  Error.captureStackTrace(holder, userCallSite);
  Error.stackTraceLimit = limit;
  for (const line of (holder.stack ?? '').split('\n').slice(1)) {
    const place = placeOf(line);
    if (place !== undefined && (!place.startsWith(PACKAGE) || TESTS.test(place))) return place;
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

/** Undefined in a bundle, where this file has no address of its own. */
function ownFolder(url: string | undefined): string | undefined {
  return url?.endsWith('/frame/call-site.js') ? fileURLToPath(new URL('../..', url)) : undefined;
}
