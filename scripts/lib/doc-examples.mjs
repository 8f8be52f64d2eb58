/**
 * Finds the examples in the documentation: every fenced block marked `ts` in Markdown pages and in the doc comments of packages.
 *
 *   ```ts            compiled under --strict against the built packages, then run; it must end with exit code 0
 *   ```ts check      compiled only, for what needs a host that is not here
 *   ```ts continue   belongs to the previous block of the same page
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { at, packages, root } from './workspace.mjs';

function* filesUnder(folder, wanted) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(file, wanted);
    else if (wanted.test(entry.name)) yield file;
  }
}

function* pages() {
  for (const name of readdirSync(root)) if (name.endsWith('.md') && name !== 'CHANGELOG.md') yield at(name);
  yield* filesUnder(at('docs'), /\.md$/);
  for (const { directory } of packages()) {
    if (existsSync(path.join(directory, 'README.md'))) yield path.join(directory, 'README.md');
    yield* filesUnder(path.join(directory, 'src'), /(?<!\.test)\.ts$/);
  }
}

/** Source files keep their line count: everything outside doc comments becomes blank, inside the leading star goes. */
function docComments(source) {
  let inside = false;
  return source.split('\n').map(line => {
    if (/^\s*\/\*\*/.test(line)) inside = !line.includes('*/');
    else if (inside && line.includes('*/')) inside = false;
    else if (inside) return line.replace(/^\s*\* ?/, '');
    return '';
  });
}

/** @returns {{ name: string, mode: 'run' | 'check', code: string }[]} name is `page:line` of the opening fence */
export function findExamples() {
  const examples = [];
  for (const page of pages()) {
    const text = readFileSync(page, 'utf8');
    const lines = page.endsWith('.ts') ? docComments(text) : text.split('\n');
    let open;
    for (const [index, line] of lines.entries()) {
      const fence = /^\s*```(\w*)\s*(\w*)\s*$/.exec(line);
      if (open !== undefined) {
        if (fence === null) open.lines.push(line);
        else {
          addExample(examples, open);
          open = undefined;
        }
      } else if (fence !== null) {
        const name = `${path.relative(root, page)}:${index + 1}`;
        open = { name, page, isExample: fence[1] === 'ts', mode: fence[2] === '' ? 'run' : fence[2], lines: [] };
      }
    }
  }
  return examples;
}

function addExample(examples, { name, page, isExample, mode, lines }) {
  if (!isExample) return;
  const previous = examples.at(-1);
  if (mode === 'continue' && previous?.page === page) previous.code += `\n${lines.join('\n')}`;
  else if (mode === 'run' || mode === 'check') examples.push({ name, page, mode, code: lines.join('\n') });
  else throw new Error(`${name}: unknown kind of example "ts ${mode}"; use ts, ts check or ts continue`);
}
