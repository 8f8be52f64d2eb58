import { conformanceTests } from '@parquetframe/conformance/ava';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import test from 'ava';

// That the engine is certified as it stands is checked beside the tests; this run shows that the binary built here is that engine.
conformanceTests(test, rustNapi(), { reference: tsReference(), cases: 10, threads: [2] });
