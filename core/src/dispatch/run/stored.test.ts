import { readFileSync } from 'node:fs';
import test from 'ava';
import { FILE_BYTES, HEAP_ARROW, type FileReference, type Kind } from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import type { Plugin, SourceFormat, StoragePlugin } from '../../contract/index.js';
import type { OperationDefinition } from '../../contract/operations/index.js';
import { planNode, type Expression } from '../../contract/plan/index.js';
import { DataFrame } from '../../frame/index.js';
import { createRuntime } from '../../runtime.js';
import { SCHEMA, tableResult, toyTable } from '../../test/toy-engine.js';

const CONDITION: Expression = { kind: 'parameter', index: 0, type: { id: 'bool' } };
const TABLE: Kind = { kind: 'table', schema: SCHEMA };

/** Needs the first half of a file, unless a predicate rules it out, and the second. */
const halves: SourceFormat = {
  name: 'halves',
  footer: (_read, bytes) =>
    Promise.resolve({
      fetched: [],
      ranges: ({ predicate }) => {
        const second = { start: bytes / 2, end: bytes };
        return predicate ? { ranges: [second], isPruned: true } : { ranges: [{ start: 0, end: 1 }, second], isPruned: false };
      },
    }),
};

const scan: OperationDefinition = {
  name: 'test.scan',
  revision: 1,
  summary: '',
  meaning: '',
  source: '',
  inputs: ['file'],
  options: {},
  classes: { exact: 'exact', fast: 'exact' },
  bind: () => ({ binding: {}, arguments: {}, output: TABLE }),
  sizes: () => ({ rows: 1 }),
  work: () => 1,
  plan: { fetches: () => ({ columns: ['id'], predicate: CONDITION }) },
};

function toys(objects: number, bytes: Uint8Array) {
  const seen = { requests: [] as number[], bound: 0, runs: 0 };
  const storage: StoragePlugin = {
    space: 'toy',
    async *list() {
      await Promise.resolve();
      yield Array.from({ length: objects }, (_, i) => ({
        url: `toy://store/${String(i)}`,
        bytes: bytes.length,
        fingerprint: 'a',
        values: {},
      }));
    },
    open: () => ({
      read: (offset, length) => {
        seen.requests.push(offset);
        return Promise.resolve(bytes.slice(offset, offset + length));
      },
    }),
  };
  /** @param isPicky looks into what the predicate rules out */
  const plugin = (isPicky: boolean): Plugin => ({
    name: 'test',
    formats: [halves],
    operations: [
      {
        definition: scan,
        reference: () => {
          seen.bound++;
          return {
            inputs: [[FILE_BYTES]],
            outputs: [HEAP_ARROW],
            cpu: 'one',
            run(call) {
              seen.runs++;
              const { path } = call.inputs[0]?.value as FileReference;
              const read = readFileSync(path);
              if (read.length !== bytes.length || (isPicky && read[0] === 0))
                throw new ParquetFrameError('DATA_CORRUPT', `${path} is damaged`);
              return tableResult(toyTable(1));
            },
          };
        },
      },
    ],
  });
  return { seen, storage, plugin };
}

const BYTES = Uint8Array.from({ length: 2 ** 20 }, () => 7);

test('an engine that looks into what was not fetched gets it all, once', async t => {
  for (const [isPicky, requests, runs] of [
    [false, [2 ** 19], 1],
    [true, [2 ** 19, 0, 2 ** 19], 2],
  ] as const) {
    const { seen, storage, plugin } = toys(1, BYTES);
    await using pf = await createRuntime({ engines: [], plugins: [plugin(isPicky)], storage: [storage], wisdom: 'off' });
    const dataset = pf.executor.source?.('halves', 'toy://store/');
    if (!dataset) return t.fail('the scheme is known');
    const frame = new DataFrame(planNode('test.scan', {}, [{ kind: 'dataset', dataset }]), { executor: pf.executor });
    t.is((await frame.toRows()).length, 1);
    t.deepEqual(seen.requests, requests);
    t.is(seen.runs, runs);
  }
});

test('a thousand parts are bound once, and run again without being bound or listed', async t => {
  const { seen, storage, plugin } = toys(1000, BYTES.slice(0, 16));
  await using pf = await createRuntime({ engines: [], plugins: [plugin(false)], storage: [storage], wisdom: 'off' });
  const dataset = pf.executor.source?.('halves', 'toy://store/');
  if (!dataset) return t.fail('the scheme is known');
  const plan = planNode('test.scan', {}, [{ kind: 'dataset', dataset }]);
  const kind = await pf.executor.resolveKind(plan);
  t.is(kind.kind, 'table');
  await t.throwsAsync(pf.executor.explain(plan, [HEAP_ARROW]), { code: 'NO_ENGINE', message: /table.concat/ });
  t.is(seen.bound, 1);
  await t.throwsAsync(pf.executor.explain(plan, [HEAP_ARROW]), { code: 'NO_ENGINE' });
  t.is(seen.bound, 1);
  t.is(seen.runs, 0);
});

test('what an operation fetches of a whole that is no format of its own is the whole', async t => {
  const { seen, storage, plugin } = toys(1, BYTES);
  await using pf = await createRuntime({ engines: [], plugins: [plugin(true)], storage: [storage], wisdom: 'off' });
  const dataset = pf.executor.source?.('other', 'toy://store/');
  if (!dataset) return t.fail('the scheme is known');
  const frame = new DataFrame(planNode('test.scan', {}, [{ kind: 'dataset', dataset }]), { executor: pf.executor });
  t.is((await frame.toRows()).length, 1);
  t.deepEqual(seen.requests, [0]);
});
