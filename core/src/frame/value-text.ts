import { formatDecimal, formatInstant, valueType, type DataType, type Field, type TimeUnit } from '../contract/data/index.js';

/** Line breaks and control characters would break the frame of a table. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, control => JSON.stringify(control).slice(1, -1));

/**
 * A raw value (as `columnReader` gives it) for people: exact, with the unit of the type applied. Of texts, bytes, lists and structs that are longer than `most` characters there
 * may be no more than the beginning, which is longer than that too: whoever shows so many needs no more, and a list may have millions of items.
 */
export function formatValue(type: DataType, value: unknown, most = Infinity): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint' || typeof value === 'number') return formatNumber(type, value);
  // Of two halves of a pair both are taken, or one more than is shown.
  if (typeof value === 'string') return printable(value.slice(0, 2 * most + 2));
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array) return `0x${Buffer.from(value.subarray(0, most)).toString('hex')}`;
  return formatNested(valueType(type), value, most);
}

function formatNumber(type: DataType, value: bigint | number): string {
  switch (type.id) {
    case 'dictionary':
      return formatNumber(type.values, value);
    case 'decimal':
      return formatDecimal(BigInt(value), type.scale);
    case 'date':
      return type.unit === 'day' ? instantText(BigInt(value) * 86_400n, 's').slice(0, -9) : instantText(BigInt(value), 'ms');
    case 'timestamp':
      return `${instantText(BigInt(value), type.unit)}${type.timezone === null ? '' : 'Z'}`;
    case 'time':
      return instantText(BigInt(value), type.unit).slice(11);
    case 'duration':
      return `${String(value)} ${type.unit}`;
    default:
      return String(value);
  }
}

/** What is in brackets, up to `most` characters or the first that go beyond. */
function listed(
  open: string,
  close: string,
  count: number,
  itemOf: (index: number, most: number) => string,
  most: number,
): string {
  let text = open;
  for (let index = 0; index < count; index++) {
    if (text.length > most) return text;
    text += `${index === 0 ? '' : ', '}${itemOf(index, most - text.length)}`;
  }
  return text + close;
}

function formatNested(type: DataType, value: unknown, most: number): string {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  switch (type.id) {
    case 'list':
    case 'largeList':
    case 'fixedSizeList':
      return listed('[', ']', items.length, (at, left) => formatValue(type.item.type, items[at], left), most);
    case 'struct':
      return listed('{', '}', type.fields.length, (at, left) => memberText(type.fields[at], value, left), most);
    case 'map': {
      const [key, entry] = type.entries.type.id === 'struct' ? type.entries.type.fields : [];
      const pairText = (at: number, left: number): string => {
        const pair = items[at];
        const [k, v] = (Array.isArray(pair) ? pair : []) as readonly unknown[];
        return `${key ? formatValue(key.type, k, left) : '?'}: ${entry ? formatValue(entry.type, v, left) : '?'}`;
      };
      return listed('{', '}', items.length, pairText, most);
    }
    default:
      return '?';
  }
}

const memberText = (field: Field | undefined, value: unknown, most: number): string =>
  field === undefined
    ? '?'
    : `${printable(field.name)}: ${formatValue(field.type, Reflect.get(Object(value), field.name), most)}`;

/** As text; the raw count for years that Date cannot hold. */
const instantText = (value: bigint, unit: TimeUnit): string => formatInstant(value, unit) ?? `${String(value)} ${unit}`;
