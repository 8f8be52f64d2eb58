import test from 'ava';
import { conformanceTests } from '@parquetframe/conformance/ava';
import tsReference from '@parquetframe/engine-ts-reference';
import { isolate } from '@parquetframe/process-host';

/** The transport under the whole kit: what an isolated engine's certificate rests on. Kernels are certified by their own package, with more cases. */
conformanceTests(test, isolate(tsReference()), { reference: tsReference(), cases: 10 });
