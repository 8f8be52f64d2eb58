import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import test from 'ava';
import { columnFromValues, tableData, type Field } from '../data/index.js';
import { createRuntime } from '../runtime.js';

const column = columnFromValues({ id: 'int32' }, [1, 2]);
const field: Field = { name: 'a', type: { id: 'int32' }, nullable: false };

test('what a frame cannot be made of, or written to, is refused with the reason', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  const twice = tableData([field, field], [{ length: 2, columns: [column, column] }]);
  t.throws(() => pf.fromArrow(twice), { code: 'DUPLICATE_COLUMN', message: /two columns "a"/ });
  t.throws(() => pf.readCsv('x.csv', { schema: { price: 'decimal' } }), { code: 'INVALID_ARGUMENT', message: /full type/ });
  const frame = pf.fromRows([{ a: 1 }]);
  const folder = mkdtempSync(`${tmpdir()}/write-`);
  await t.throwsAsync(frame.writeParquet(folder), { code: 'INVALID_ARGUMENT', message: /is a folder/ });
  await t.throwsAsync(frame.writeParquet(''), { code: 'INVALID_ARGUMENT' });
});

test('a column may have any name, and rows still show it', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  const named = tableData([{ ...field, name: '__proto__' }], [{ length: 2, columns: [column] }]);
  const rows = await pf.fromArrow(named).toRows();
  t.deepEqual(
    rows.map(row => Object.entries(row)),
    [[['__proto__', 1]], [['__proto__', 2]]],
  );
});
