import { columnFromValues, familyOf, type DataType } from '@parquetframe/core/engine';
import { failed, parserOf } from './cast.js';
import { JsonScanner } from './json-scan.js';
import { unary, type ScalarKernel } from './kernel.js';
import { columnLoader } from './load.js';
import { endOf, startOf, textsOf } from './texts.js';
import { isValid } from './vector.js';

/** What does not fit its type. */
const MISFIT = Symbol('misfit');
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Texts of JSON as values of a type. Strict: what does not fit is `CAST_FAILED`, else null. */
export const decodeJson = (isStrict: boolean): ScalarKernel =>
  unary((given, { type, rows }) => {
    const texts = textsOf(given);
    const scanner = new JsonScanner([]);
    const values: unknown[] = [];
    for (let row = 0; row < rows.length; row++) {
      let value: unknown = null;
      if (isValid(texts, row)) {
        const [from, to] = [startOf(texts, row), endOf(texts, row)];
        const range = scanner.find(texts.data, from, to);
        value = range ? new JsonText(decoder.decode(texts.data.subarray(range.from, range.to))).value(type) : MISFIT;
        if (value === MISFIT) {
          if (isStrict) throw failed(decoder.decode(texts.data.subarray(from, to)), texts.type, type, rows, row);
          value = null;
        }
      }
      values.push(value);
    }
    return columnLoader(type, columnFromValues(type, values))(0, rows.length);
  });

const STRING = /"(?:[^"\\]|\\.)*"/sy;
const PLAIN = /[^\s,\]}]+/y;
const BLANKS = /\s*/y;
const NUMBER = /^[-0-9]/;

/** A text that is JSON, read by types from its beginning on. */
class JsonText {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** `MISFIT` where the value, or anything in it, is none of the type; reading ends there. */
  value(type: DataType): unknown {
    this.#match(BLANKS);
    if (this.#text.startsWith('null', this.#at)) {
      this.#at += 4;
      return null;
    }
    if (type.id === 'list') return this.#list(type.item.type);
    if (type.id === 'struct') return this.#struct(type.fields);
    const token = this.#token();
    if (familyOf(type) === 'string') return token.startsWith('"') ? JSON.parse(token) : token;
    if (type.id === 'bool') return token === 'true' ? true : token === 'false' ? false : MISFIT;
    return NUMBER.test(token) ? (parserOf(type)(token) ?? MISFIT) : MISFIT;
  }

  #list(type: DataType): unknown {
    if (!this.#take('[')) return MISFIT;
    const items: unknown[] = [];
    while (!this.#take(']')) {
      const item = this.value(type);
      if (item === MISFIT) return MISFIT;
      items.push(item);
      this.#take(',');
    }
    return items;
  }

  #struct(fields: Extract<DataType, { readonly id: 'struct' }>['fields']): unknown {
    if (!this.#take('{')) return MISFIT;
    // Of members of one name the last counts.
    const places = new Map<unknown, number>();
    while (!this.#take('}')) {
      this.#match(BLANKS);
      const name: unknown = JSON.parse(this.#match(STRING));
      this.#take(':');
      places.set(name, this.#at);
      this.#match(BLANKS);
      this.#token();
      this.#take(',');
    }
    const end = this.#at;
    const members: [string, unknown][] = [];
    for (const { name, type } of fields) {
      const place = places.get(name);
      if (place === undefined) continue;
      this.#at = place;
      const value = this.value(type);
      if (value === MISFIT) return MISFIT;
      members.push([name, value]);
    }
    this.#at = end;
    return Object.fromEntries(members);
  }

  /** A whole value, as it is written. */
  #token(): string {
    const from = this.#at;
    let depth = 0;
    do {
      this.#match(BLANKS);
      const letter = this.#text[this.#at] ?? '';
      if (letter === '"') this.#match(STRING);
      else if (letter === '[' || letter === '{') depth++;
      else if (letter === ']' || letter === '}') depth--;
      else if (letter !== ',' && letter !== ':') this.#match(PLAIN);
      if ('[]{},:'.includes(letter)) this.#at++;
    } while (depth > 0);
    return this.#text.slice(from, this.#at);
  }

  #take(letter: string): boolean {
    this.#match(BLANKS);
    if (this.#text[this.#at] !== letter) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}
