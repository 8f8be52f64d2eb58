/**
 * The conformance kit: proves that an engine gives the right answers, and writes the certificate that dispatch trusts. Needs the package `fast-check`.
 * @packageDocumentation
 */
export { certify, staleOperations, type CertifyOptions } from './certify.js';
export type { CertificateUpdate, StaleOperations } from './stale.js';
export { conformance, type Conformance, type PendingCheck } from './conformance.js';
export type { ConformanceOptions } from './session.js';
export {
  KIT_REVISION,
  certificateText,
  formatReport,
  writeCertificate,
  type CheckName,
  type CheckResult,
  type ConformanceReport,
} from './report.js';
export { compareGraphs, compareResults, compareRowSets, compareTables, columnValues, rowsAsText, vertexIds } from './compare.js';
export { edgesOf, formatValue, tableOf, type LiteralColumn } from './values.js';
export type {
  CaseExpectation,
  CaseInput,
  CaseLaw,
  CaseRandom,
  CaseResult,
  CaseTools,
  OperationCase,
  OperationCases,
  PreparedCase,
  PreparedInput,
} from '@parquetframe/core/engine';
export { formatParity, parity, type ParityOptions, type ParityReport, type ParityResult } from './parity.js';
