/** Compares the engine with the reference and writes conformance.json, which `auto` trusts. */
import { certify, formatReport, writeCertificate } from '@parquetframe/conformance';
import tsReference from '@parquetframe/engine-ts-reference';
import __FUNCTION__ from './index.js';

const report = await certify(__FUNCTION__(), { reference: tsReference() });
process.stdout.write(`${formatReport(report)}\n`);
if (report.passed) await writeCertificate(report, 'conformance.json');
else process.exitCode = 1;
