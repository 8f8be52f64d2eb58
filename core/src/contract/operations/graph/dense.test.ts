import test from 'ava';
import type { DataType } from '../../data/index.js';
import { isParquetFrameError } from '../../errors/index.js';
import { parameterList } from '../../plan/index.js';
import { graphBuild } from './build.js';

test('dense ids that the id type cannot hold are refused before any engine runs', t => {
  const build = (id: DataType['id'], vertexCount: number): unknown => {
    const type = { id } as DataType;
    const schema = ['src', 'dst'].map(name => ({ name, type, nullable: false }));
    const options = { src: 'src', dst: 'dst', directed: true, ids: 'dense', vertex: 'vertex', vertexCount };
    return graphBuild.bind(options, [{ kind: 'table', schema }], parameterList());
  };
  const fits = { int8: 128, uint8: 256, int16: 32_768, uint16: 65_536, int32: 2 ** 31 } as const;
  for (const [id, vertexCount] of Object.entries(fits) as [DataType['id'], number][]) {
    t.notThrows(() => build(id, vertexCount), id);
    const error = t.throws(() => build(id, vertexCount + 1), undefined, id);
    t.is(isParquetFrameError(error) ? error.code : '', 'INVALID_ARGUMENT');
    t.regex(error.message, new RegExp(`do not fit the id type ${id}, .*cast both`));
  }
  for (const id of ['uint32', 'int64', 'uint64'] as const) t.notThrows(() => build(id, 2 ** 32 - 1), id);
  t.notThrows(() => build('int8', 0));
});
