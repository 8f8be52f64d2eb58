import test from 'ava';
import type { CertifiedOperation, EngineModule } from '../contract/index.js';
import { Catalogue, type UsedFeatures } from '../contract/operations/index.js';
import { toyEngine } from '../test/toy-engine.js';
import { certificateGap, pairGap } from './certificate.js';

const filter = new Catalogue().get('table.filter');
const NOTHING: UsedFeatures = { functions: [], types: [], options: [], revision: 1 };

function certified(change: Partial<CertifiedOperation>, module: Partial<EngineModule> = {}): EngineModule {
  const toy = toyEngine({ id: 'toy', kernels: {}, claims: { 'table.filter': { revision: 1, class: 'exact' } } });
  const operation: CertifiedOperation = { revision: 1, class: 'exact', cases: 1, ...change };
  return {
    ...toy,
    certificate: { engine: 'toy', version: '1.0.0', kit: 2, operations: { 'table.filter': operation } },
    ...module,
  };
}

test('a certificate without features covers the operation, but no fragment', t => {
  t.is(certificateGap(certified({}), filter, 'exact'), undefined);
  t.regex(
    pairGap(certified({}), 'table.filter', 0, 'table.limit') ?? '',
    /table\.limit at input 0 of table\.filter was never certified/,
  );
});

test('a pair counts at its input only', t => {
  const module = certified({ pairs: [['table.limit']] });
  t.is(pairGap(module, 'table.filter', 0, 'table.limit'), undefined);
  t.not(pairGap(module, 'table.filter', 0, 'table.sort'), undefined);
  t.not(pairGap(module, 'table.filter', 1, 'table.limit'), undefined);
});

test('functions and values of options that no case has used are not covered', t => {
  const features = { functions: { less: 'exact', add: 'epsilon' }, types: {}, options: { how: { left: 'exact' } } } as const;
  const gap = (used: Partial<UsedFeatures>): string | undefined =>
    certificateGap(certified({ features }), filter, 'exact', 1, { ...NOTHING, ...used });
  t.is(gap({ functions: ['less'] }), undefined);
  t.regex(gap({ functions: ['power'] }) ?? '', /does not cover the function power/);
  t.regex(gap({ functions: ['add'] }) ?? '', /does not cover the function add/, 'it was compared in a weaker class only');
  t.is(gap({ options: [{ name: 'how', value: 'left' }] }), undefined);
  t.regex(gap({ options: [{ name: 'how', value: 'full' }] }) ?? '', /does not cover how: full/);
  t.regex(gap({ options: [{ name: 'nulls', value: '*' }] }) ?? '', /does not cover option nulls/);
});

test('a certificate for another version of a library behind the engine is not trusted', t => {
  const certificate = {
    engine: 'toy',
    version: '1.0.0',
    kit: 2,
    operations: { 'table.filter': { revision: 1, class: 'exact', cases: 1 } },
  } as const;
  const gap = (
    certificateWraps: { readonly [library: string]: string } | undefined,
    wraps: { readonly [library: string]: string },
  ): string | undefined =>
    certificateGap(
      certified({}, { wraps, certificate: { ...certificate, ...(certificateWraps ? { wraps: certificateWraps } : {}) } }),
      filter,
      'exact',
    );
  t.is(gap({ duckdb: '1.5.0' }, { duckdb: '1.5.0' }), undefined);
  t.is(gap({ duckdb: '1.5.0', other: '1.0.0' }, {}), undefined);
  t.regex(gap({ duckdb: '1.4.0' }, { duckdb: '1.5.0' }) ?? '', /made with duckdb 1\.4\.0, 1\.5\.0 is installed/);
  t.regex(gap(undefined, { duckdb: '1.5.0' }) ?? '', /does not say with which duckdb/);
});

test('a certificate of a kit from before the first is not trusted', t => {
  const { certificate } = certified({});
  const old = certified({}, certificate ? { certificate: { ...certificate, kit: 0 } } : {});
  t.regex(certificateGap(old, filter, 'exact') ?? '', /revision 0 of the conformance kit/);
});
