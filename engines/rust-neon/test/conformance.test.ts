import { conformanceTests } from '@parquetframe/conformance/ava';
import rustNeon from '@parquetframe/engine-rust-neon';
import tsReference from '@parquetframe/engine-ts-reference';
import test from 'ava';

// The full run, with more cases and threads, certifies the engine; this one is for quick feedback.
conformanceTests(test, rustNeon(), { reference: tsReference(), cases: 40, threads: [2] });
