/**
 * References in Markdown pages to files of this repository, to parts of pages, and to its commands, and which of them are dead.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Folders of the checkout whose files pages may name in code. */
const FOLDERS = ['core', 'engines', 'plugins', 'native', 'parquetframe', 'benchmarks', 'examples', 'scripts', 'docs', '.ci'];
const LINK = /\[[^\]]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g;
const CODE = /`([^`\n]+)`/g;
const FILE = new RegExp(`^(?:${FOLDERS.map(folder => folder.replace('.', '\\.')).join('|')})/[\\w@./*<>…-]+$`);

/** The id that a heading gets. */
const slug = heading =>
  heading
    .toLowerCase()
    .replaceAll(/[`*_]|\[|\]\([^)]*\)/g, '')
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const withoutBlocks = text => text.replaceAll(/^```[^\n]*\n[\s\S]*?^```/gm, block => block.replaceAll(/[^\n]/g, ' '));
const lineOf = (text, index) => text.slice(0, index).split('\n').length;

/**
 * @param {string} root the checkout
 * @param {string} page path of a Markdown file, relative to it
 * @param {ReadonlySet<string>} scripts names of `npm run` scripts
 * @returns {string[]} `page:line: what is dead`
 */
export function deadReferences(root, page, scripts) {
  const source = readFileSync(path.join(root, page), 'utf8');
  const text = withoutBlocks(source);
  const dead = [];
  const report = (index, what) => dead.push(`${page}:${lineOf(text, index)}: ${what}`);
  for (const match of text.matchAll(LINK)) {
    const problem = deadLink(root, page, source, match[1]);
    if (problem) report(match.index, problem);
  }
  for (const match of text.matchAll(CODE)) {
    const problem = deadCode(root, match[1]);
    if (problem) report(match.index, problem);
  }
  for (const match of source.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g))
    if (!scripts.has(match[1])) dead.push(`${page}:${lineOf(source, match.index)}: there is no script \`npm run ${match[1]}\``);
  for (const match of source.matchAll(/\bnode (scripts\/[\w./-]+\.mjs)/g))
    if (!existsSync(path.join(root, match[1]))) dead.push(`${page}:${lineOf(source, match.index)}: there is no ${match[1]}`);
  return dead;
}

function deadLink(root, page, source, target) {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [file, part] = target.split('#');
  const found = file === '' ? path.join(root, page) : path.join(root, path.dirname(page), decodeURIComponent(file));
  if (!existsSync(found)) return `a link to ${file}, which is not there`;
  if (part === undefined || !found.endsWith('.md')) return undefined;
  const text = file === '' ? source : readFileSync(found, 'utf8');
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(match => slug(match[1]));
  return headings.includes(part) ? undefined : `a link to #${part}, which ${file === '' ? 'this page' : file} does not have`;
}

/** A file of the checkout that is named as code. Names with places to fill in (`<engine>`, `*`, `…`) must begin with a folder that is there. */
function deadCode(root, code) {
  const name = code.replace(/:\d+$/, '').replace(/\/$/, '');
  if (!FILE.test(name)) return undefined;
  const fixed = name.split('/');
  const open = fixed.findIndex(part => /[*<>…]/.test(part));
  const known = (open < 0 ? fixed : fixed.slice(0, open)).join('/');
  if (existsSync(path.join(root, known)) || isExport(root, fixed)) return undefined;
  // A path inside of a package or folder, as in `core/dispatch`, is not one of the checkout.
  return statSync(path.join(root, fixed[0]), { throwIfNoEntry: false }) === undefined
    ? undefined
    : `\`${code}\`, which is not there`;
}

/** `parquetframe/eslint` is what a program imports: the name of a package, which is that of its folder here, and one of its exports. */
function isExport(root, [folder, ...rest]) {
  const manifest = path.join(root, folder, 'package.json');
  if (!existsSync(manifest)) return false;
  const { name, exports = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  return name === folder && Object.hasOwn(exports, `./${rest.join('/')}`);
}
