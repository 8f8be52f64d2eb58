import test from 'ava';
import type { CostEstimate, Kernel, Statistics } from '@parquetframe/core/engine';
import { sampleKernel } from '../child/samples.js';
import { readEstimate } from './estimates.js';

/** An engine's own estimate, and what the host makes of the samples of it. */
function both(
  estimate: (statistics: Statistics) => CostEstimate,
  ports: number,
  statistics: Statistics,
): readonly CostEstimate[] {
  const kernel: Kernel = { inputs: [], outputs: [], estimate, run: () => ({ declined: true, code: '', reason: '', remedy: '' }) };
  const crossed = JSON.parse(JSON.stringify(sampleKernel(kernel, ports))) as null;
  return [estimate(statistics), readEstimate(crossed)?.(statistics) ?? { seconds: NaN, peakBytes: NaN }];
}

const near = (actual = NaN, expected = NaN): boolean => Math.abs(actual - expected) <= 1e-6 * Math.abs(expected) + 1e-9;

const scan = ({ ports: [file], result }: Statistics): CostEstimate => ({
  seconds: 1e-3 + (file?.['rows'] ?? 0) * 5e-8,
  peakBytes: (result['bytes'] ?? 0) + (file?.['bytes'] ?? 0) * 8,
});
const aggregate = ({ ports: [table], result }: Statistics): CostEstimate => ({
  seconds: (table?.['rows'] ?? 0) * 1e-8,
  peakBytes: (result['rows'] ?? 0) * 96 + 1e6,
});
const join = ({ ports: [left, right], result }: Statistics): CostEstimate => ({
  seconds: (left?.['rows'] ?? 0) * 1e-8 + (right?.['rows'] ?? 0) * 5e-8,
  peakBytes: (right?.['bytes'] ?? 0) + (right?.['rows'] ?? 0) * 48 + (result['bytes'] ?? 0),
});

test('rows that are wider than those of the samples need the memory that they need', t => {
  const statistics = { ports: [{ bytes: 40_000, rows: 10_011 }], result: { rows: 10_011, bytes: 302_933 }, work: 10_011 };
  const [own, read] = both(scan, 1, statistics);
  t.true(near(read?.peakBytes, own?.peakBytes), `${read?.peakBytes} for ${own?.peakBytes}`);
  t.true(near(read?.seconds, own?.seconds));
});

test('few groups need little, however many rows there are', t => {
  const statistics = { ports: [{ bytes: 8e7, rows: 1e7 }], result: { rows: 4, bytes: 64 }, work: 1e7 };
  const [own, read] = both(aggregate, 1, statistics);
  t.true(near(read?.peakBytes, own?.peakBytes), `${read?.peakBytes} for ${own?.peakBytes}`);
});

test('inputs have sizes of their own, and work beyond the samples goes on', t => {
  for (const scale of [1e2, 1e5, 3e9]) {
    const ports = [
      { rows: scale, bytes: scale * 64 },
      { rows: scale / 100, bytes: scale },
    ];
    const [own, read] = both(join, 2, { ports, result: { rows: scale, bytes: scale * 70 }, work: scale * 2.01 });
    t.true(near(read?.peakBytes, own?.peakBytes), `${read?.peakBytes} for ${own?.peakBytes}`);
    t.true(near(read?.seconds, own?.seconds), `${read?.seconds} for ${own?.seconds}`);
  }
});

test('a size that is not known is what goes with the work; an estimate is never below the fixed part', t => {
  const [, unknown] = both(scan, 1, { ports: [{}], result: {}, work: 1e6 });
  t.true(near(unknown?.peakBytes, 8e6 + 64e6));
  const [, least] = both(aggregate, 1, { ports: [{ rows: 0 }], result: { rows: 0 }, work: 500 });
  t.is(least?.peakBytes, 1e6);
});

test('samples without slopes are interpolated by work; other fields must be what they say', t => {
  const sample = { work: 0, seconds: 1, peakBytes: 10 };
  t.deepEqual(readEstimate([sample, { work: 1000, seconds: 3, peakBytes: 20 }])?.({ ports: [], result: {}, work: 500 }), {
    seconds: 2,
    peakBytes: 15,
  });
  t.throws(() => readEstimate([{ ...sample, slopes: [{ port: 0, size: 'rows', at: 'x', seconds: 0, peakBytes: 0 }] }]), {
    message: /at/,
  });
});
