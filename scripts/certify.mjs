/**
 * Certifies the engines of this repository with the conformance kit and writes engines/<name>/conformance.json, which ship in the
 * packages and are what dispatch trusts.
 *
 *   node scripts/certify.mjs [--all | --if-stale | --check] [--engine name]... [--cases N] [--seed N] [--verbose]
 *
 * Only operations that are stale are run, with the pairs that they are part of: those whose digest is another (their cases, or what the
 * reference makes of them), and those whose sources changed since (scripts/certified.json has their fingerprints). `--all` runs
 * everything. `--if-stale` believes the fingerprints and computes no digest where they agree; an operation that fails is then left out
 * of its certificate and reported, but is not an error: it is not chosen automatically. `--check` runs no engine: it says what is stale
 * and why, and fails when something is, or when a certificate leaves out what its engine claims. Each engine runs in a process of its
 * own, so that one that aborts takes no other with it.
 */
import { existsSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { certificateFile, certified, changedSources, sourceStamp, writeStamp } from './lib/certificates.mjs';
import { run, seconds } from './lib/run.mjs';
import { buildTypeScript } from './lib/typescript.mjs';
import { at, readJson } from './lib/workspace.mjs';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    'if-stale': { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    engine: { type: 'string', multiple: true },
    cases: { type: 'string', default: '200' },
    // The certificate is the same file on every machine only because the cases are.
    seed: { type: 'string', default: '20261122' },
    verbose: { type: 'boolean', default: false },
    /** internal: certify this one engine in this process */
    worker: { type: 'string' },
  },
});

const load = async (...parts) => import(pathToFileURL(at(...parts)).href);
const certificateOf = name => (existsSync(certificateFile(name)) ? readJson(certificateFile(name)) : undefined);

/** One for all engines, so that what it makes of the cases is computed once. */
let reference;

async function optionsFor({ name, wraps }, stale) {
  const { default: tsReference } = await load('engines', 'ts-reference', 'dist', 'index.js');
  reference ??= tsReference();
  return {
    reference,
    cases: Number(values.cases),
    seed: Number(values.seed),
    wraps: wraps(),
    update: { certificate: values.all ? undefined : certificateOf(name), stale },
    ...(values.verbose ? { onCheck: line => process.stdout.write(`${JSON.stringify(line)}\n`) } : {}),
  };
}

/**
 * What a process of its own can change, once the engine is certified in this one: how values, options, errors and cancellation get there and back. That is shown by the
 * literal cases of all types and functions and a few generated ones; whether answers are right is not asked twice.
 */
const transported = {
  cases: 25,
  checks: [
    'manifest',
    'availability',
    'declines',
    'binding',
    'literals',
    'errors',
    'generated',
    'many rows',
    'names',
    'concurrency',
    'residencies',
    'immutability',
    'release',
    'cancellation',
    'fragments',
    'close',
  ],
};

async function certifyHere(engine) {
  const { name, isIsolatedToo } = engine;
  const { certify, formatReport, writeCertificate } = await load('plugins', 'conformance', 'dist', 'index.js');
  const { default: open } = await load('engines', name, 'dist', 'index.js');
  if (open === undefined) return unavailable(name, 'it is not built');
  const stamp = sourceStamp(engine);
  const options = await optionsFor(engine, changedSources(engine, stamp));
  const report = await certify(open(), options);
  if (report.unavailable !== undefined) return unavailable(name, report.unavailable);
  process.stdout.write(formatReport(report));
  if (report.certificate === undefined) {
    rmSync(certificateFile(name), { force: true });
    return 1;
  }
  let passed = report.passed;
  let certificate = report.certificate;
  if (isIsolatedToo && Object.keys(report.stale).length > 0) {
    const { isolate } = await load('plugins', 'process-host', 'dist', 'index.js');
    const host = isolate(open());
    // The isolated engine has the certificate of the engine, and is run for the same reasons.
    const update = {
      certificate: options.update.certificate && { ...options.update.certificate, engine: host.manifest.id },
      stale: report.stale,
    };
    const isolated = await certify(host, { ...options, update, ...transported });
    process.stdout.write(formatReport(isolated));
    if (isolated.checks.some(({ operation, outcome }) => operation === undefined && outcome === 'failed')) {
      rmSync(certificateFile(name), { force: true });
      return 1;
    }
    passed &&= isolated.passed;
    certificate = both(certificate, [...isolated.certified, ...isolated.kept]);
  }
  await writeCertificate({ ...report, certificate }, certificateFile(name));
  writeStamp(name, stamp, Object.keys(certificate.operations));
  return passed ? 0 : 1;
}

/** The certificate covers what the engine can do in this process and in one of its own. */
function both(certificate, isolated) {
  const only = pairs => pairs.map(children => children.filter(child => isolated.includes(child)));
  const entries = Object.entries(certificate.operations).filter(([operation]) => isolated.includes(operation));
  const operations = entries.map(([operation, entry]) => [
    operation,
    // In the order in which they stand, so that what was kept is the same bytes.
    Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, key === 'pairs' ? only(value) : value])),
  ]);
  return { ...certificate, operations: Object.fromEntries(operations) };
}

function unavailable(name, reason) {
  process.stdout.write(`${name}: not certified here: ${reason}\n`);
  return UNAVAILABLE;
}
const UNAVAILABLE = 3;

async function certifyAll(engines) {
  let failed = 0;
  for (const { name } of engines) {
    const started = performance.now();
    const flags = ['all', 'verbose'].filter(flag => values[flag]).map(flag => `--${flag}`);
    const passed = ['--worker', name, '--cases', values.cases, '--seed', values.seed, ...flags];
    const { code } = await run(process.execPath, [at('scripts', 'certify.mjs'), ...passed]);
    process.stdout.write(`${name}: ${outcome(code)} in ${seconds(performance.now() - started)}\n`);
    if (code !== UNAVAILABLE && code !== 0) failed++;
  }
  return failed;
}

const outcome = code => (code === 0 ? 'certified' : code === UNAVAILABLE ? 'not available' : `failed (exit ${code})`);

/** What is stale, engine by engine and operation by operation: sources, digests, and claims without a certificate. */
async function check(engines) {
  const { staleOperations } = await load('plugins', 'conformance', 'dist', 'index.js');
  let count = 0;
  for (const engine of engines) {
    const { default: open } = await load('engines', engine.name, 'dist', 'index.js');
    const stale =
      open === undefined
        ? changedSources(engine)
        : await staleOperations(open(), await optionsFor(engine, changedSources(engine)));
    for (const [operation, reason] of Object.entries(stale)) {
      count++;
      process.stdout.write(`${engine.name}: ${operation}: ${reason}\n`);
    }
  }
  process.stdout.write(count === 0 ? 'all certificates are fresh\n' : 'run `npm run certify` and commit the certificates\n');
  return count === 0;
}

const unknown = (values.engine ?? []).filter(name => !certified.some(engine => engine.name === name));
if (unknown.length > 0) {
  process.stderr.write(`no such engine: ${unknown.join(', ')}; there are: ${certified.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}
const chosen = certified.filter(({ name }) => values.engine === undefined || values.engine.includes(name));

if (values.worker !== undefined) {
  process.exitCode = await certifyHere(certified.find(({ name }) => name === values.worker));
} else if (values.check) {
  process.exitCode = (await check(chosen)) ? 0 : 1;
} else {
  // Fingerprints are those of the sources, and what runs is compiled.
  if (!values['if-stale']) await buildTypeScript();
  const due = values['if-stale'] ? chosen.filter(engine => Object.keys(changedSources(engine)).length > 0) : chosen;
  const failed = await certifyAll(due);
  // What the engines say of themselves is compiled in.
  if (due.length > 0) await buildTypeScript();
  process.exitCode = failed > 0 && !values['if-stale'] ? 1 : 0;
}
