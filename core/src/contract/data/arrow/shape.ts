/** What is read of arrow-js objects, of any version from 7 on. Nothing of the library itself is imported. */
export interface ArrowType {
  readonly typeId: number;
  readonly isSigned?: boolean;
  readonly bitWidth?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly unit?: number;
  readonly timezone?: string | null;
  readonly byteWidth?: number;
  readonly listSize?: number;
  readonly keysSorted?: boolean;
  readonly isOrdered?: boolean;
  readonly indices?: ArrowType;
  readonly dictionary?: ArrowType;
  readonly children?: readonly ArrowField[] | null;
  toString(): string;
}

export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
  readonly nullable: boolean;
}

export interface ArrowData {
  readonly type?: ArrowType;
  readonly length: number;
  readonly offset: number;
  readonly nullCount: number;
  readonly nullBitmap?: ArrayBufferView | null | undefined;
  readonly values?: ArrayBufferView | null | undefined;
  readonly valueOffsets?: ArrayBufferView | null | undefined;
  readonly variadicBuffers?: readonly ArrayBufferView[];
  readonly children: readonly ArrowData[];
  readonly dictionary?: { readonly data: readonly ArrowData[] } | undefined;
}

export interface ArrowTable {
  readonly schema: { readonly fields: readonly ArrowField[] };
  readonly batches: readonly { readonly data: ArrowData }[];
}

/** Type numbers of arrow-js, which are those of the Arrow format with -1 for dictionaries. */
export const TYPE_ID = {
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  list: 12,
  struct: 13,
  fixedSizeBinary: 15,
  fixedSizeList: 16,
  map: 17,
  duration: 18,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  binaryView: 23,
  utf8View: 24,
  dictionary: -1,
} as const;
