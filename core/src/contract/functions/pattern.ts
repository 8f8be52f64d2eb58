import { PatternClass } from './pattern-class.js';
import { Cursor, PatternFault, escaped } from './pattern-cursor.js';

/** What a pattern of regular expressions is made of, or what is wrong with it. */
export type Pattern = { readonly groups: number; readonly fault?: undefined } | { readonly fault: string };

const MOST_REPEATS = 1000;
const MOST_DEPTH = 100;
const MOST_SIZE = 5000;

/** A part of a pattern: whether it can match the empty text, how many code points with all repetitions written out, and how often they are repeated at most. */
interface Part {
  readonly isEmpty: boolean;
  readonly size: number;
  readonly repeats: number;
}

/**
 * Looks through a pattern. What is allowed is what every engine understands alike: a part of RE2's grammar, in which \d, \w, \s, \b and [[:alpha:]] are of ASCII.
 */
export function parsePattern(text: string): Pattern {
  try {
    return { groups: new Parser(text).parse() };
  } catch (error) {
    if (error instanceof PatternFault) return { fault: error.message };
    throw error;
  }
}

class Parser {
  readonly #cursor: Cursor;
  readonly #names = new Set<string>();
  #groups = 0;
  #depth = 0;
  #ignoreCase = false;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  parse(): number {
    const { size } = this.#alternatives();
    if (this.#cursor.peek === ')') this.#cursor.fail('closes a group that was not opened');
    if (size > MOST_SIZE) throw new PatternFault(`it has more than ${MOST_SIZE} parts with its repetitions written out`);
    return this.#groups;
  }

  #alternatives(): Part {
    let all = this.#sequence();
    while (this.#cursor.take('|')) {
      const next = this.#sequence();
      all = {
        isEmpty: all.isEmpty || next.isEmpty,
        size: all.size + next.size,
        repeats: Math.max(all.repeats, next.repeats),
      };
    }
    return all;
  }

  #sequence(): Part {
    let all: Part = { isEmpty: true, size: 0, repeats: 1 };
    while (this.#cursor.peek !== undefined && this.#cursor.peek !== '|' && this.#cursor.peek !== ')') {
      const part = this.#item();
      all = {
        isEmpty: all.isEmpty && part.isEmpty,
        size: all.size + part.size,
        repeats: Math.max(all.repeats, part.repeats),
      };
    }
    return all;
  }

  /** A part and how often it is repeated. */
  #item(): Part {
    const cursor = this.#cursor;
    const start = cursor.at;
    const part = this.#atom();
    const repeats = this.#repetition();
    if (repeats === undefined) return part ?? { isEmpty: true, size: 0, repeats: 1 };
    if (part === undefined) throw cursor.fault('repeats nothing', start);
    cursor.take('?');
    if (this.#repetition() !== undefined) throw cursor.fault('is repeated twice; put it in a group', start);
    const [least, most] = repeats;
    if (most === Infinity && part.isEmpty) throw cursor.fault('is repeated any number of times, but can be empty', start);
    const times = Math.max(1, most === Infinity ? least : most);
    if (times * part.repeats > MOST_REPEATS) throw cursor.fault(`is repeated more than ${MOST_REPEATS} times`, start);
    return { isEmpty: least === 0 || part.isEmpty, size: part.size * times, repeats: times * part.repeats };
  }

  #repetition(): readonly [least: number, most: number] | undefined {
    const cursor = this.#cursor;
    if (cursor.take('*')) return [0, Infinity];
    if (cursor.take('+')) return [1, Infinity];
    if (cursor.take('?')) return [0, 1];
    if (!cursor.sees('{')) return undefined;
    const start = cursor.at;
    cursor.next();
    const least = cursor.number();
    const most = cursor.take(',') ? (cursor.sees('}') ? Infinity : cursor.number()) : least;
    if (least === undefined || most === undefined || !cursor.take('}'))
      throw cursor.fault('is no repetition such as {2}, {2,} or {2,5}; a brace by itself is written \\{', start);
    if (least > most) throw cursor.fault('has its numbers the wrong way around', start);
    if (least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS) || most === 0)
      throw cursor.fault(`repeats 0 times, or more than ${MOST_REPEATS}`, start);
    return [least, most];
  }

  /** Undefined for flags, which cannot be repeated. */
  #atom(): Part | undefined {
    const cursor = this.#cursor;
    const start = cursor.at;
    const letter = cursor.next();
    switch (letter) {
      case '(':
        return this.#group(start);
      case '[':
        new PatternClass(cursor, start).parse(this.#ignoreCase);
        return { isEmpty: false, size: 1, repeats: 1 };
      case '\\': {
        const { what, isAscii } = escaped(cursor, start);
        if (what === 'place') return { isEmpty: true, size: 1, repeats: 1 };
        if (!isAscii) this.#requireAscii(start);
        return { isEmpty: false, size: 1, repeats: 1 };
      }
      case '^':
      case '$':
        return { isEmpty: true, size: 1, repeats: 1 };
      case '*':
      case '+':
      case '?':
        throw cursor.fault('repeats nothing', start);
      case '{':
      case '}':
      case ']':
        throw cursor.fault(`stands alone; write \\${letter}`, start);
      default:
        if ((letter.codePointAt(0) ?? 0) > 127) this.#requireAscii(start);
        return { isEmpty: false, size: 1, repeats: 1 };
    }
  }

  #requireAscii(start: number): void {
    if (this.#ignoreCase)
      throw this.#cursor.fault('is not ASCII, which the flag i takes only; compare the texts in lower case instead', start);
  }

  #group(start: number): Part | undefined {
    const cursor = this.#cursor;
    const before = this.#ignoreCase;
    if (cursor.take('?')) {
      const name = cursor.name();
      if (name === undefined) {
        if (!this.#flags(start)) return undefined;
      } else {
        if (this.#names.has(name)) throw cursor.fault(`has the name of another group`, start);
        this.#names.add(name);
        this.#groups++;
      }
    } else this.#groups++;
    if (++this.#depth > MOST_DEPTH) throw cursor.fault(`is within more than ${MOST_DEPTH} groups`, start);
    const part = this.#alternatives();
    if (!cursor.take(')')) throw cursor.fault('opens a group that is not closed', start);
    this.#depth--;
    this.#ignoreCase = before;
    return part;
  }

  /** Flags, for the rest of the group, or where `true` for a group of their own that follows. */
  #flags(start: number): boolean {
    const cursor = this.#cursor;
    const seen = new Set<string>();
    let on = true;
    let count = 0;
    for (;;) {
      const letter = cursor.peek;
      if (letter === '-' && on) {
        on = false;
        count = 0;
      } else if (letter !== undefined && 'imsU'.includes(letter) && !seen.has(letter)) {
        seen.add(letter);
        count++;
        if (letter === 'i') this.#ignoreCase = on;
      } else break;
      cursor.next();
    }
    const end = cursor.peek === undefined ? '' : cursor.next();
    if ((end === ':' && (count > 0 || on)) || (end === ')' && count > 0)) return end === ':';
    throw cursor.fault(
      'is no group that there is: (…), (?:…), (?P<name>…), and the flags i, m, s and U as in (?i) or (?i:…); neither look-around nor atomic groups',
      start,
    );
  }
}
