import { field, type DataType, type Field, type TimeUnit } from './types.js';

/**
 * The type that `formatType` prints as this text: `timestamp[ms, UTC]`, `decimal(10, 2)`, `list<struct<id: int64, name: utf8>>`. Members are nullable, dictionaries have
 * int32 indices. Undefined when it is the text of no type.
 */
export function parseType(text: string): DataType | undefined {
  const reader = new TypeReader(text);
  const type = reader.type();
  return type !== undefined && reader.atEnd ? type : undefined;
}

const SIMPLE = [
  'null',
  'bool',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float16',
  'float32',
  'float64',
  'utf8',
  'largeUtf8',
  'utf8View',
  'binary',
  'largeBinary',
  'binaryView',
] as const;
const UNITS = ['s', 'ms', 'us', 'ns'] as const satisfies readonly TimeUnit[];
/** Types inside of types: more would be a mistake, or an attack on the stack. */
const MOST_LEVELS = 64;

class TypeReader {
  #at = 0;
  #level = 0;

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.#take(/\s*/y) !== undefined && this.#at === this.text.length;
  }

  type(): DataType | undefined {
    if (++this.#level > MOST_LEVELS) return undefined;
    const name = this.#take(/\s*([a-zA-Z0-9]+)/y);
    const simple = SIMPLE.find(id => id === name);
    const type = simple === undefined ? this.#compound(name) : ({ id: simple } as const);
    this.#level--;
    return type;
  }

  #compound(name: string | undefined): DataType | undefined {
    switch (name) {
      case 'fixedSizeBinary': {
        const byteWidth = this.#number(/\(\s*(\d{1,9})\s*\)/y);
        return byteWidth === undefined ? undefined : { id: name, byteWidth };
      }
      case 'decimal': {
        const precision = this.#number(/\(\s*(\d{1,2})/y);
        const scale = this.#number(/\s*,\s*(-?\d{1,2})\s*\)/y);
        return precision === undefined || scale === undefined || precision < 1 || precision > 38
          ? undefined
          : { id: name, precision, scale };
      }
      case 'date': {
        const unit = this.#take(/\[\s*(day|millisecond)\s*\]/y);
        return unit === 'day' || unit === 'millisecond' ? { id: name, unit } : undefined;
      }
      case 'time':
      case 'duration': {
        const unit = this.#unit(/\[\s*(s|ms|us|ns)\s*\]/y);
        return unit === undefined ? undefined : { id: name, unit };
      }
      case 'timestamp': {
        const unit = this.#unit(/\[\s*(s|ms|us|ns)/y);
        const timezone = this.#take(/\s*,\s*([^\]\s]+)\s*\]/y) ?? (this.#take(/\s*(\])/y) === undefined ? undefined : null);
        return unit === undefined || timezone === undefined ? undefined : { id: name, unit, timezone };
      }
      case 'dictionary': {
        const values = this.#inside();
        return values && { id: name, index: { id: 'int32' }, values, ordered: false };
      }
      case 'list':
      case 'largeList': {
        const item = this.#inside();
        return item && { id: name, item: field('item', item) };
      }
      case 'fixedSizeList': {
        const item = this.#take(/(<)/y) === undefined ? undefined : this.type();
        const size = this.#number(/\s*,\s*(\d{1,9})\s*>/y);
        return item === undefined || size === undefined ? undefined : { id: name, item: field('item', item), size };
      }
      case 'struct': {
        const fields = this.#fields();
        return fields && { id: name, fields };
      }
      case 'map': {
        const entries = this.#inside();
        return entries?.id === 'struct' && entries.fields.length === 2
          ? { id: name, entries: field('entries', entries, false), keysSorted: false }
          : undefined;
      }
      default:
        return undefined;
    }
  }

  #inside(): DataType | undefined {
    if (this.#take(/(<)/y) === undefined) return undefined;
    const type = this.type();
    return this.#take(/\s*(>)/y) === undefined ? undefined : type;
  }

  #fields(): readonly Field[] | undefined {
    if (this.#take(/(<)/y) === undefined) return undefined;
    const fields: Field[] = [];
    if (this.#take(/\s*(>)/y) !== undefined) return fields;
    for (;;) {
      const name = this.#name();
      const type = name === undefined || this.#take(/\s*(:)/y) === undefined ? undefined : this.type();
      if (name === undefined || type === undefined) return undefined;
      fields.push(field(name, type));
      if (this.#take(/\s*(>)/y) !== undefined) return fields;
      if (this.#take(/\s*(,)/y) === undefined) return undefined;
    }
  }

  /** A name as it is, or quoted as JSON where it has other characters than letters, digits and `_`. */
  #name(): string | undefined {
    const plain = this.#take(/\s*([\p{L}\p{N}_]+)/uy);
    if (plain !== undefined) return plain;
    const quoted = this.#take(/\s*("(?:[^"\\]|\\.)*")/y);
    return quoted === undefined ? undefined : jsonText(quoted);
  }

  #unit(pattern: RegExp): TimeUnit | undefined {
    const text = this.#take(pattern);
    return UNITS.find(unit => unit === text);
  }

  #number(pattern: RegExp): number | undefined {
    const text = this.#take(pattern);
    return text === undefined ? undefined : Number(text);
  }

  /** What a sticky pattern finds here (its group, if it has one), which is then behind us. */
  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.#at = pattern.lastIndex;
    return match[1] ?? match[0];
  }
}

function jsonText(quoted: string): string | undefined {
  try {
    const text: unknown = JSON.parse(quoted);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}
