import { conformanceTests } from '@parquetframe/conformance/ava';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import test from 'ava';

// The full run, with more cases and threads, certifies the engine; this one is for quick feedback.
conformanceTests(test, rustNapi(), { reference: tsReference(), cases: 40, threads: [2] });
