import type { JsonStep } from '@parquetframe/core/engine';

/** Where a value lies in the data. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Levels of arrays and objects. */
const DEEPEST = 128;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const [QUOTE, BACKSLASH, COMMA, COLON, LEFT, RIGHT, OPEN, CLOSE, MINUS, POINT] = Buffer.from('"\\,:[]{}-.');
const ESCAPES = new Set(Buffer.from('"\\/bfnrt'));
const [U, T, F, N, ZERO, SMALL_E, LARGE_E, PLUS] = Buffer.from('utfn0eE+');
const WORDS = ['true', 'false', 'null'].map(word => Buffer.from(word));

/** Finds the value at a path in bytes of JSON, which are checked to their end. Of members of one name the last counts. */
export class JsonScanner {
  readonly #steps: readonly JsonStep[];
  #data: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #found: Range | undefined;

  constructor(steps: readonly JsonStep[]) {
    this.#steps = steps;
  }

  /** Undefined where nothing is there, and where it is no JSON. */
  find(data: Uint8Array, from: number, to: number): Range | undefined {
    [this.#data, this.#at, this.#end, this.#found] = [data, from, to, undefined];
    this.#blanks();
    if (!this.#value(0, 0)) return undefined;
    this.#blanks();
    return this.#at === to ? this.#found : undefined;
  }

  get #byte(): number {
    return this.#at < this.#end ? (this.#data[this.#at] ?? -1) : -1;
  }

  #take(byte: number | undefined): boolean {
    if (this.#byte !== byte) return false;
    this.#at++;
    return true;
  }

  #blanks(): void {
    for (let byte = this.#byte; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = this.#byte) this.#at++;
  }

  /** `matched`: how many steps of the path lead here; -1 where it leads elsewhere. */
  #value(depth: number, matched: number): boolean {
    const from = this.#at;
    if (!this.#content(depth, matched)) return false;
    if (matched === this.#steps.length) this.#found = { from, to: this.#at };
    return true;
  }

  #content(depth: number, matched: number): boolean {
    switch (this.#byte) {
      case OPEN:
        return depth < DEEPEST && this.#object(depth, matched);
      case LEFT:
        return depth < DEEPEST && this.#array(depth, matched);
      case QUOTE:
        return this.#text();
      case T:
      case F:
      case N:
        return WORDS.some(word => this.#word(word));
      default:
        return this.#number();
    }
  }

  #object(depth: number, matched: number): boolean {
    const step = this.#steps[matched];
    this.#at++;
    this.#blanks();
    if (this.#take(CLOSE)) return true;
    for (;;) {
      const from = this.#at;
      if (!this.#text()) return false;
      const isIt = step !== undefined && 'key' in step && textIn(this.#data, { from, to: this.#at }) === step.key;
      // What an earlier member of the name had does not count.
      if (isIt) this.#found = undefined;
      this.#blanks();
      if (!this.#take(COLON)) return false;
      this.#blanks();
      if (!this.#value(depth + 1, isIt ? matched + 1 : -1)) return false;
      this.#blanks();
      if (this.#take(CLOSE)) return true;
      if (!this.#take(COMMA)) return false;
      this.#blanks();
    }
  }

  #array(depth: number, matched: number): boolean {
    const step = this.#steps[matched];
    this.#at++;
    this.#blanks();
    if (this.#take(RIGHT)) return true;
    for (let place = 0; ; place++) {
      const isIt = step !== undefined && 'place' in step && step.place === place;
      if (!this.#value(depth + 1, isIt ? matched + 1 : -1)) return false;
      this.#blanks();
      if (this.#take(RIGHT)) return true;
      if (!this.#take(COMMA)) return false;
      this.#blanks();
    }
  }

  #word(word: Uint8Array): boolean {
    const to = this.#at + word.length;
    if (to > this.#end || !word.every((byte, i) => this.#data[this.#at + i] === byte)) return false;
    this.#at = to;
    return true;
  }

  #digits(): boolean {
    const from = this.#at;
    for (let byte = this.#byte; byte >= 0x30 && byte <= 0x39; byte = this.#byte) this.#at++;
    return this.#at > from;
  }

  #number(): boolean {
    this.#take(MINUS);
    if (!this.#take(ZERO) && !this.#digits()) return false;
    if (this.#take(POINT) && !this.#digits()) return false;
    if (!this.#take(SMALL_E) && !this.#take(LARGE_E)) return true;
    if (!this.#take(PLUS)) this.#take(MINUS);
    return this.#digits();
  }

  #text(): boolean {
    if (!this.#take(QUOTE)) return false;
    for (;;) {
      const byte = this.#byte;
      if (byte < 0x20) return false;
      this.#at++;
      if (byte === QUOTE) return true;
      if (byte === BACKSLASH && !this.#escape()) return false;
    }
  }

  #escape(): boolean {
    const byte = this.#byte;
    this.#at++;
    if (byte !== U) return ESCAPES.has(byte);
    const unit = this.#unit();
    if (unit < 0xd800 || unit > 0xdfff) return unit >= 0;
    if (unit > 0xdbff || !this.#take(BACKSLASH) || !this.#take(U)) return false;
    const low = this.#unit();
    return low >= 0xdc00 && low <= 0xdfff;
  }

  /** Four hexadecimal digits; -1 where there are none. */
  #unit(): number {
    const to = this.#at + 4;
    if (to > this.#end) return -1;
    let unit = 0;
    for (; this.#at < to; this.#at++) {
      const digit = digitOf(this.#data[this.#at] ?? 0);
      if (digit < 0) return -1;
      unit = unit * 16 + digit;
    }
    return unit;
  }
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** The text that one in quotes stands for. */
export function textIn(data: Uint8Array, { from, to }: Range): string {
  const written = decoder.decode(data.subarray(from, to));
  return written.includes('\\') ? String(JSON.parse(written)) : written.slice(1, -1);
}
