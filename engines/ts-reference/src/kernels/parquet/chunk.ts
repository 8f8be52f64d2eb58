import type { ColumnMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { ParquetFrameError, isParquetFrameError } from '@parquetframe/core/engine';
import type { MemoryMeter } from '../memory-meter.js';
import { corrupt, messageOf } from '../source-file.js';
import type { Place } from '../source-file.js';
import { ChunkDecoder } from './chunk-decoder.js';
import type { LeafData } from './chunk-decoder.js';
import { PAGE_HEADER } from './format-rules.js';
import type { Cursor } from './hybrid.js';
import type { PageSource } from './page-source.js';
import { TooLarge } from './row-window.js';
import type { RowWindow } from './row-window.js';
import type { LeafNode } from './schema.js';
import { canonicalStruct } from './thrift.js';
import type { Step } from './unpack.js';

/** Decodes the pages of a column chunk that have rows of the window. @throws ParquetFrameError `DATA_CORRUPT`; TooLarge */
export async function decodeChunk(
  source: PageSource,
  metadata: ColumnMetaData,
  leaf: LeafNode,
  place: Place,
  window: RowWindow,
  meter: MemoryMeter,
  checkpoint: () => Promise<void> | undefined,
): Promise<LeafData> {
  const chunk = new ChunkDecoder(metadata, leaf, window, meter);
  for (let at = source.start; !chunk.done && at < source.end;) {
    const here = { ...place, what: `${place.what}, page ${chunk.pages}`, offset: at };
    const { header, end } = await source.header(at, readHeader).catch((error: unknown) => fail(error, here));
    const { compressed_page_size: length } = header;
    if (!(length >= 0) || length > source.end - end)
      throw corrupt(here, `a page of ${length} bytes in a chunk with ${source.end - end} left`);
    at = end + length;
    if (attempt(() => chunk.skips(header), here)) continue;
    await run(chunk.page(header, await source.bytes(end, length)), here, checkpoint);
  }
  if (!chunk.isCut && chunk.count !== chunk.expected)
    throw corrupt(place, `the chunk has ${chunk.count} values, its metadata says ${String(metadata.num_values)}`);
  return chunk.finish();
}

function readHeader(cursor: Cursor): PageHeader {
  const canonical = canonicalStruct(cursor, PAGE_HEADER);
  return parquetHeader({ view: new DataView(canonical.buffer), offset: 0 });
}

/** Decodes a page in steps; an unpacking that is given up lets go of what it holds. */
async function run(steps: Generator<Step, void>, place: Place, checkpoint: () => Promise<void> | undefined): Promise<void> {
  const next = (): IteratorResult<Step, void> => attempt(() => steps.next(), place);
  for (let step = next(); step.done !== true; step = next()) {
    if (step.value) await step.value.catch((error: unknown) => fail(error, place));
    const pause = checkpoint();
    if (pause)
      await pause.catch((error: unknown) => {
        steps.return(undefined);
        throw error;
      });
  }
}

/** Whatever a decoder throws is damage in the file. */
function attempt<T>(work: () => T, place: Place): T {
  try {
    return work();
  } catch (error) {
    return fail(error, place);
  }
}

function fail(error: unknown, place: Place): never {
  if (isParquetFrameError(error) || error instanceof TooLarge) throw error;
  const message = messageOf(error);
  // What V8 says of an array that is too large for it, or for the machine; there is no code.
  if (error instanceof RangeError && /^(Array buffer allocation failed|Invalid (typed )?array (buffer )?length)/.test(message))
    throw new ParquetFrameError('OUT_OF_MEMORY', `${place.file}: ${place.what}: there is no room for its values: ${message}`, {
      cause: error,
      details: { file: place.file, what: place.what },
    });
  throw corrupt(place, message, error);
}
