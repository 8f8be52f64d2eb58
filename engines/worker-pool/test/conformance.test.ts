import test from 'ava';
import { conformanceTests } from '@parquetframe/conformance/ava';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';

// Small parts, so that the small tables of the kit are divided too. With parts of the usual size the engine is certified, with more cases.
conformanceTests(test, workerPool({ threads: 2, minPartitionWork: 2 }), { reference: tsReference(), cases: 40 });
