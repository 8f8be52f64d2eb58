import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test from 'ava';
import { FILE_BYTES, HEAP_ARROW, HEAP_RECORD, heldReplica, type FileReference } from '../../contract/data/index.js';
import { decline, type BindStep, type Kernel } from '../../contract/index.js';
import { DataFrame } from '../../frame/index.js';
import { planNode } from '../../contract/plan/index.js';
import { createRuntime, type Runtime } from '../../runtime.js';
import { SCHEMA, tableResult, toyEngine, toyTable } from '../../test/toy-engine.js';

const folder = mkdtempSync(join(tmpdir(), 'pf-facts-'));
/** A file whose name says its codec. */
function file(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, name);
  return path;
}

const scanning = (seconds: number): Kernel => ({
  inputs: [[FILE_BYTES]],
  outputs: [HEAP_ARROW],
  cpu: 'one',
  estimate: () => ({ seconds, peakBytes: 0 }),
  run: () => tableResult(toyTable(2)),
});

function toys() {
  const seen = { described: 0, bound: [] as string[] };
  const describe: BindStep = () => ({
    inputs: [[FILE_BYTES]],
    outputs: [HEAP_RECORD],
    cpu: 'one',
    run(call) {
      seen.described++;
      const { path } = call.inputs[0]?.value as FileReference;
      const codecs = [basename(path).split('.')[0] ?? ''];
      const columns = [{ path: 'id', physicalType: 'INT32', codecs, encodings: ['PLAIN'], type: null, compressedBytes: 1 }];
      return { replica: heldReplica(HEAP_RECORD, { rows: 2, schema: SCHEMA, columns, rowGroups: [] }, 0) };
    },
  });
  const picky: BindStep = async (_step, _fragment, _context, sources) => {
    const codecs = (await sources?.facts(0))?.columns.flatMap(column => column.codecs) ?? ['unknown'];
    seen.bound.push(codecs.join());
    return codecs.includes('LZO') ? decline('UNSUPPORTED_OPTION', 'it has no LZO', 'write the file with zstd') : scanning(1e-6);
  };
  const plain: BindStep = () => {
    seen.bound.push('plain');
    return scanning(1);
  };
  const engines = [
    toyEngine({ id: 'picky', kernels: { 'parquet.scan': picky } }),
    toyEngine({ id: 'plain', kernels: { 'parquet.scan': plain, 'parquet.metadata': describe } }),
  ];
  return { seen, engines };
}

const scan = ({ executor }: Runtime, path: string): DataFrame => {
  const input = { kind: 'dataset', dataset: executor.file('parquet', path) } as const;
  return new DataFrame(planNode('parquet.scan', { schema: SCHEMA }, [input]), { executor });
};

const ranOn = async (frame: DataFrame, prefer = 'picky') => {
  // Both are as fast as they can be, so what has been measured decides nothing.
  const table = await frame.collect({ prefer });
  const [stage] = table.provenance.stages;
  await table.close();
  return { engine: stage?.engine, declined: stage?.fallbacks.filter(({ engine }) => engine === 'picky') };
};

test('an engine that asks how a file was written declines that file and no other, and loses nothing by it', async t => {
  const { seen, engines } = toys();
  await using pf = await createRuntime({ engines, wisdom: 'off' });
  const [snappy, lzo, again] = [file('SNAPPY.1.parquet'), file('LZO.1.parquet'), file('SNAPPY.2.parquet')];
  t.is((await ranOn(scan(pf, snappy))).engine, 'picky');
  const fallen = await ranOn(scan(pf, lzo));
  t.is(fallen.engine, 'plain');
  t.like(fallen.declined?.[0], { outcome: 'declined', code: 'UNSUPPORTED_OPTION', reason: 'it has no LZO' });
  for (let i = 0; i < 5; i++) {
    t.is((await ranOn(scan(pf, again))).engine, 'picky');
    t.is((await ranOn(scan(pf, lzo))).engine, 'plain');
  }
  t.deepEqual(seen.bound.toSorted(), ['LZO', 'SNAPPY', 'plain'], 'once for all files that are written alike');
  t.true(pf.engines().every(({ availability }) => availability.available));
});

test('who does not ask is bound once for all files, and no file is looked at for it', async t => {
  const { seen, engines } = toys();
  await using pf = await createRuntime({ engines: engines.slice(1), wisdom: 'off' });
  for (const name of ['LZO.2.parquet', 'SNAPPY.3.parquet']) t.is((await ranOn(scan(pf, file(name)), 'plain')).engine, 'plain');
  t.deepEqual(seen, { described: 0, bound: ['plain'] });
});

test('of what cannot be described nothing is known', async t => {
  const { seen, engines } = toys();
  await using pf = await createRuntime({ engines: engines.slice(0, 1), wisdom: 'off' });
  t.is((await ranOn(scan(pf, file('LZO.3.parquet')))).engine, 'picky');
  t.deepEqual(seen.bound, ['unknown']);
});
