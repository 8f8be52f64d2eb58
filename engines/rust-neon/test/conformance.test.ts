import { conformanceTests } from '@parquetframe/conformance/ava';
import rustNeon from '@parquetframe/engine-rust-neon';
import tsReference from '@parquetframe/engine-ts-reference';
import test from 'ava';

// That the engine is certified as it stands is checked beside the tests; this run shows that the binary built here is that engine.
conformanceTests(test, rustNeon(), { reference: tsReference(), cases: 10, threads: [2] });
