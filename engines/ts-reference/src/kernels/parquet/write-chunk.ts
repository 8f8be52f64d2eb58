import type { CompressionCodec, DecodedArray, RowGroup, SchemaElement, SchemaTree } from 'hyparquet';
import { encodeNestedValues } from 'hyparquet-writer/src/dremel.js';
import { getMaxRepetitionLevel } from 'hyparquet-writer/src/schema.js';
import { unconvert } from 'hyparquet-writer/src/unconvert.js';
import { inSteps } from '@parquetframe/core/engine';
import type { KernelCall } from '@parquetframe/core/engine';
import type { FileWriter } from './file-writer.js';
import { DictionaryBuilder } from './write-dictionary.js';
import { dataPage, dictionaryPage } from './write-page.js';
import type { DataPage, PageBytes } from './write-page.js';
import { ChunkStatistics } from './write-statistics.js';

export type ColumnChunk = RowGroup['columns'][number];

/** The rows of a top-level column, some at a time; they are read twice. */
export type RowSlices = readonly (() => unknown[])[];

export interface ChunkOptions {
  readonly codec: CompressionCodec;
  /** without a dictionary */
  readonly plain: boolean;
}

/** Writes one leaf of a column: a page for each slice of rows, giving way in between. */
export async function writeChunk(
  file: FileWriter,
  path: readonly SchemaTree[],
  slices: RowSlices,
  options: ChunkOptions,
  checkpoint: KernelCall['checkpoint'],
): Promise<ColumnChunk> {
  const leaf = new Leaf(path);
  const { element } = leaf;
  const start = file.offset;
  const statistics = new ChunkStatistics(element);
  const dictionary = options.plain || element.type === 'BOOLEAN' ? undefined : await numbered(leaf, slices, checkpoint);
  let uncompressed = 0;
  const write = async (page: PageBytes): Promise<void> => {
    await file.append(page);
    uncompressed += page.uncompressed;
  };
  if (dictionary) await write(await inSteps(dictionaryPage(element, options.codec, dictionary.values), checkpoint));
  const data = file.offset;
  const encoding = dictionary ? 'RLE_DICTIONARY' : element.type === 'BOOLEAN' ? 'RLE' : 'PLAIN';
  let entries = 0;
  for (const [i, slice] of slices.entries()) {
    const rows = slice();
    await giveWay(checkpoint);
    const page = leaf.page(rows);
    statistics.add(page.given);
    await giveWay(checkpoint);
    const values = dictionary?.numbers[i] ?? leaf.physical(page.given);
    await giveWay(checkpoint);
    await write(await inSteps(dataPage(element, options.codec, { ...page, encoding, values }), checkpoint));
    entries += page.entries;
    await giveWay(checkpoint);
  }
  return {
    meta_data: {
      type: leaf.type,
      encodings: dictionary ? ['PLAIN', encoding] : [encoding],
      path_in_schema: path.slice(1).map(node => node.element.name),
      codec: options.codec,
      num_values: BigInt(entries),
      total_compressed_size: BigInt(file.offset - start),
      total_uncompressed_size: BigInt(uncompressed),
      data_page_offset: BigInt(data),
      ...(dictionary ? { dictionary_page_offset: BigInt(start) } : {}),
      statistics: statistics.finish(),
      encoding_stats: [
        ...(dictionary ? [{ page_type: 'DICTIONARY_PAGE', encoding: 'PLAIN', count: 1 } as const] : []),
        { page_type: 'DATA_PAGE_V2', encoding, count: slices.length },
      ],
    },
    file_offset: BigInt(start),
  };
}

/** The dictionary of a chunk, and the numbers of its values slice by slice; undefined where it does not pay. */
async function numbered(
  leaf: Leaf,
  slices: RowSlices,
  checkpoint: KernelCall['checkpoint'],
): Promise<{ readonly values: readonly unknown[]; readonly numbers: readonly Int32Array[] } | undefined> {
  const builder = new DictionaryBuilder(leaf.element);
  const numbers: Int32Array[] = [];
  for (const slice of slices) {
    const rows = slice();
    await giveWay(checkpoint);
    const values = [...leaf.physical(leaf.page(rows).given)];
    await giveWay(checkpoint);
    const some = await inSteps(builder.add(values), checkpoint);
    if (!some) return undefined;
    numbers.push(some);
    await giveWay(checkpoint);
  }
  return builder.pays ? { values: builder.values, numbers } : undefined;
}

async function giveWay(checkpoint: KernelCall['checkpoint']): Promise<void> {
  const pause = checkpoint();
  if (pause) await pause;
}

class Leaf {
  readonly element: SchemaElement;
  readonly type: NonNullable<SchemaElement['type']>;
  readonly #path: SchemaTree[];
  readonly #maxRepetition: number;

  constructor(path: readonly SchemaTree[]) {
    const element = path.at(-1)?.element;
    if (!element?.type) throw new TypeError('a leaf without a type');
    this.element = element;
    this.type = element.type;
    this.#path = [...path];
    this.#maxRepetition = getMaxRepetitionLevel(path.map(node => node.element));
  }

  /** Levels of some rows, and the entries as they were given. */
  page(rows: unknown[]): Omit<DataPage, 'encoding' | 'values'> & { readonly given: DecodedArray } {
    const { values, definitionLevels, repetitionLevels, maxDefinitionLevel } = encodeNestedValues(this.#path, rows);
    let nulls = 0;
    for (const level of definitionLevels) if (level < maxDefinitionLevel) nulls++;
    return {
      given: values,
      rows: rows.length,
      entries: definitionLevels.length > 0 ? definitionLevels.length : values.length,
      nulls,
      definition: { levels: definitionLevels, max: maxDefinitionLevel },
      repetition: { levels: repetitionLevels, max: this.#maxRepetition },
    };
  }

  /** The values that are not null as they are stored. */
  physical(given: DecodedArray): DecodedArray {
    return unconvert(this.element, given.filter(isPresent));
  }
}

const isPresent = (value: unknown): boolean => value !== null && value !== undefined;
