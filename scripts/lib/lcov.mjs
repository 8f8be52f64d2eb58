/** Line counts in LCOV's text form, and what of a Rust file is code that tests should reach. */

/**
 * Counts by file and line.
 * @param {string} text
 * @returns {Map<string, Map<number, number>>}
 */
export function parseLcov(text) {
  const files = new Map();
  let lines = new Map();
  for (const record of text.split('\n')) {
    if (record.startsWith('SF:')) {
      lines = files.get(record.slice(3)) ?? new Map();
      files.set(record.slice(3), lines);
    } else if (record.startsWith('DA:')) {
      const [line, count] = record.slice(3).split(',').map(Number);
      lines.set(line, (lines.get(line) ?? 0) + count);
    }
  }
  return files;
}

/**
 * The lines of modules that are compiled for tests only: a test that runs says nothing about what it tests.
 * @param {string} source formatted by rustfmt: a module at the top level ends with a brace in the first column
 * @returns {Set<number>} counted from 1
 */
export function testLines(source) {
  const lines = source.split('\n');
  const inTests = new Set();
  let isInside = false;
  for (const [i, line] of lines.entries()) {
    if (line === '#[cfg(test)]' && /^(pub(\(.*\))? )?mod \w+ \{$/.test(lines[i + 1] ?? '')) isInside = true;
    if (isInside) inTests.add(i + 1);
    if (line === '}') isInside = false;
  }
  return inTests;
}

/** Whether a file below `src` is a module of tests as a whole. */
export const isTestFile = file => /(^|\/)tests(\.rs$|\/)/.test(file);

/** Consecutive numbers as `3-5, 9`. */
export function ranges(numbers) {
  const found = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}
