/**
 * The conformance kit, for those who look for it here: the package `@parquetframe/conformance`, which must be installed.
 * @packageDocumentation
 */
export * from '@parquetframe/conformance';
