/**
 * ESLint rule: imports point one way.
 *
 * Inside core, a folder may import its own and lower layers only. Between packages, an engine or plugin sees core through
 * `@parquetframe/core/engine` alone, core sees no engine, and nobody reaches into another package's files.
 * Tests beside the source may look upwards inside core, and tests of engines may use the whole of core's public face.
 */
import path from 'node:path';

/** Layers of core from the bottom up; folders in one row may import each other. */
export const coreLayers = [
  ['configuration', 'contract/errors'],
  ['contract/data'],
  ['contract/functions'],
  ['contract/plan'],
  ['contract/sources'],
  ['contract/operations'],
  ['contract/engine'],
  ['contract'],
  ['engine'],
  ['registry'],
  ['executor'],
  ['dispatch'],
  ['host', 'frame', 'graph'],
  ['runtime'],
  ['index'],
];

/** What each kind of package may import from the others, besides itself. Anything else under `@parquetframe/` is refused. */
const publicImports = [
  { folder: 'core/conformance', allowed: ['@parquetframe/conformance'] },
  { folder: 'core', allowed: [] },
  {
    folder: 'engines/worker-pool',
    allowed: [
      '@parquetframe/core/engine',
      '@parquetframe/engine-ts-reference/kernels',
      '@parquetframe/engine-ts-reference/kernels/parallel',
    ],
  },
  { folder: 'engines', allowed: ['@parquetframe/core/engine'] },
  { folder: 'plugins/conformance', allowed: ['@parquetframe/core/engine', '@parquetframe/core/host'] },
  { folder: 'plugins', allowed: ['@parquetframe/core/engine'] },
];

const isTest = file => /\.test\.ts$/.test(file) || /(^|\/)test\//.test(file);
const isCore = specifier => /^@parquetframe\/core(\/|$)/.test(specifier);
const isOurs = specifier => /^(@parquetframe\/|parquetframe(\/|$))/.test(specifier);
const slashes = file => file.split(path.sep).join('/');

/** The layer a file of core/src belongs to: its first folder, below `contract` its second; a file directly in src that is not named here is part of the runtime. */
function layerOf(fileInSource) {
  const [first, ...inside] = fileInSource.split('/');
  const [folder, ...rest] =
    first === 'contract' && inside.length > 1 ? [`contract/${inside[0]}`, ...inside.slice(1)] : [first, ...inside];
  const name = folder.replace(/\.[cm]?[jt]s$/, '');
  const layer = coreLayers.some(row => row.includes(name)) || rest.length > 0 ? name : 'runtime';
  return { name, rank: coreLayers.findIndex(row => row.includes(layer)) };
}

function relativeProblem(root, file, specifier) {
  const target = slashes(path.relative(root, path.resolve(root, path.dirname(file), specifier)));
  const home = publicHome(file);
  if (home !== undefined && !target.startsWith(`${home}/`))
    return `"${specifier}" leaves the package ${home}; import the other package by its name`;
  if (!file.startsWith('core/src/') || isTest(file)) return undefined;
  if (!target.startsWith('core/src/')) return undefined;
  const from = layerOf(file.slice('core/src/'.length));
  const to = layerOf(target.slice('core/src/'.length));
  if (from.rank === -1) return `core/src/${from.name} has no layer; give it one in scripts/eslint/import-direction.js`;
  if (to.rank > from.rank) return `${from.name} must not import ${to.name}: imports point from ${to.name} down to ${from.name}`;
  return undefined;
}

/** The package folder a file lies in, for packages whose imports are restricted to their own folder. */
function publicHome(file) {
  return /^(core|parquetframe|benchmarks|(?:engines|plugins)\/[^/]+)\//.exec(file)?.[1];
}

function packageProblem(file, specifier) {
  if (/^(@parquetframe\/[^/]+|parquetframe)\/(dist|src)\//.test(specifier))
    return `"${specifier}" reaches into another package; use its exports`;
  if (!isOurs(specifier)) return undefined;
  if (isTest(file) && isCore(specifier)) return undefined;
  const home = publicImports.find(entry => file.startsWith(`${entry.folder}/`));
  if (home === undefined) return undefined;
  if (isTest(file) && home.folder !== 'core' && /^@parquetframe\/(engine-|process-host$|conformance(\/ava)?$)/.test(specifier))
    return undefined;
  if (home.allowed.includes(specifier)) return undefined;
  const allowed = home.allowed.length === 0 ? 'no other package of this repository' : home.allowed.join(', ');
  return `${home.folder} may import ${allowed}, not "${specifier}"`;
}

/**
 * @param {string} root absolute folder of the repository
 * @param {string} file path of the importing file, relative to root
 * @param {string} specifier what is imported
 * @returns {string | undefined} what is wrong, or undefined
 */
export function importProblem(root, file, specifier) {
  const from = slashes(file);
  return specifier.startsWith('.') ? relativeProblem(root, from, specifier) : packageProblem(from, specifier);
}

/** @type {import('eslint').Rule.RuleModule} */
export const importDirection = {
  meta: { type: 'problem', schema: [], messages: { direction: '{{problem}}' } },
  create(context) {
    const file = path.relative(context.cwd, context.filename);
    const check = source => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const problem = importProblem(context.cwd, file, source.value);
      if (problem !== undefined) context.report({ node: source, messageId: 'direction', data: { problem } });
    };
    return {
      ImportDeclaration: node => check(node.source),
      ExportNamedDeclaration: node => check(node.source),
      ExportAllDeclaration: node => check(node.source),
      ImportExpression: node => check(node.source),
      TSImportType: node => check(node.source ?? node.argument?.literal),
    };
  },
};
