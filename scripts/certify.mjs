/**
 * Certifies the engines of this repository with the conformance kit and writes engines/<name>/conformance.json, which ship in the
 * packages and are what dispatch trusts.
 *
 *   node scripts/certify.mjs [--if-stale | --check] [--engine name]... [--cases N] [--seed N] [--verbose]
 *
 * `--if-stale` certifies only engines whose sources changed since (scripts/certified.json has their fingerprints); an operation
 * that fails is then left out of its certificate and reported, but is not an error: it is not chosen automatically. `--check` runs
 * nothing and fails when a certificate is stale or leaves out what its engine claims. Each engine runs in a process of its own,
 * so that one that aborts takes no other with it.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { certificateFile, certified, gap, readStamps, sourcesHash, staleness, stampsFile } from './lib/certificates.mjs';
import { run, seconds } from './lib/run.mjs';
import { buildTypeScript } from './lib/typescript.mjs';
import { at } from './lib/workspace.mjs';

const { values } = parseArgs({
  options: {
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

async function certifyHere({ name, wraps, isIsolatedToo }) {
  const { certify, formatReport, writeCertificate } = await load('plugins', 'conformance', 'dist', 'index.js');
  const { default: tsReference } = await load('engines', 'ts-reference', 'dist', 'index.js');
  const { default: engine } = await load('engines', name, 'dist', 'index.js');
  if (engine === undefined) return unavailable(name, 'it is not built');
  const options = {
    reference: tsReference(),
    cases: Number(values.cases),
    seed: Number(values.seed),
    wraps: wraps(),
    ...(values.verbose ? { onCheck: line => process.stdout.write(`${JSON.stringify(line)}\n`) } : {}),
  };
  const report = await certify(engine(), options);
  if (report.unavailable !== undefined) return unavailable(name, report.unavailable);
  process.stdout.write(formatReport(report));
  if (report.certificate === undefined) {
    rmSync(certificateFile(name), { force: true });
    return 1;
  }
  let passed = report.passed;
  let certificate = report.certificate;
  if (isIsolatedToo) {
    const { isolate } = await load('plugins', 'process-host', 'dist', 'index.js');
    const isolated = await certify(isolate(engine()), options);
    process.stdout.write(formatReport(isolated));
    passed &&= isolated.passed;
    certificate = both(certificate, isolated);
  }
  await writeCertificate({ ...report, certificate }, certificateFile(name));
  return passed ? 0 : 1;
}

/** The isolated engine has the same certificate, so it covers what both can do. */
const both = (certificate, isolated) => ({
  ...certificate,
  operations: Object.fromEntries(
    Object.entries(certificate.operations).filter(([operation]) => isolated.certified.includes(operation)),
  ),
});

function unavailable(name, reason) {
  process.stdout.write(`${name}: not certified here: ${reason}\n`);
  return UNAVAILABLE;
}
const UNAVAILABLE = 3;

async function certifyAll(engines) {
  let failed = 0;
  for (const engine of engines) {
    const started = performance.now();
    const hash = sourcesHash(engine);
    const passed = [
      '--worker',
      engine.name,
      '--cases',
      values.cases,
      '--seed',
      values.seed,
      ...(values.verbose ? ['--verbose'] : []),
    ];
    const { code } = await run(process.execPath, [at('scripts', 'certify.mjs'), ...passed]);
    process.stdout.write(`${engine.name}: ${outcome(code)} in ${seconds(performance.now() - started)}\n`);
    if (code === UNAVAILABLE) continue;
    if (code !== 0) failed++;
    if (existsSync(certificateFile(engine.name)))
      writeFileSync(stampsFile, `${JSON.stringify({ ...readStamps(), [engine.name]: hash }, null, 2)}\n`);
  }
  return failed;
}

const outcome = code => (code === 0 ? 'certified' : code === UNAVAILABLE ? 'not available' : `failed (exit ${code})`);

const unknown = (values.engine ?? []).filter(name => !certified.some(engine => engine.name === name));
if (unknown.length > 0) {
  process.stderr.write(`no such engine: ${unknown.join(', ')}; there are: ${certified.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}
const chosen = certified.filter(({ name }) => values.engine === undefined || values.engine.includes(name));

if (values.worker !== undefined) {
  process.exitCode = await certifyHere(certified.find(({ name }) => name === values.worker));
} else if (values.check) {
  const stale = chosen.flatMap(engine => {
    const reason = staleness(engine) ?? gap(engine);
    return reason === undefined ? [] : [`${engine.name}: ${reason}`];
  });
  for (const line of stale) process.stdout.write(`${line}\n`);
  process.stdout.write(
    stale.length === 0 ? 'all certificates are fresh\n' : 'run `npm run certify` and commit the certificates\n',
  );
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  const due = values['if-stale'] ? chosen.filter(engine => staleness(engine) !== undefined) : chosen;
  const failed = await certifyAll(due);
  // What the engines say of themselves is compiled in.
  if (due.length > 0) await buildTypeScript();
  process.exitCode = failed > 0 && !values['if-stale'] ? 1 : 0;
}
