import { escaped, type Cursor } from './pattern-cursor.js';

const NAMES = 'alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit'.split(' ');

/** A class in brackets, of which the first is read already. */
export class PatternClass {
  readonly #cursor: Cursor;
  readonly #start: number;

  constructor(cursor: Cursor, start: number) {
    this.#cursor = cursor;
    this.#start = start;
  }

  parse(ignoreCase: boolean): void {
    const cursor = this.#cursor;
    cursor.take('^');
    if (cursor.peek === ']') throw cursor.fault('is an empty class, or begins with a bracket, which is written \\]', this.#start);
    let isFirst = true;
    while (!cursor.take(']')) {
      if (cursor.peek === undefined) throw cursor.fault('is a class that does not end', this.#start);
      const from = cursor.at;
      const least = this.#one(isFirst);
      isFirst = false;
      if (least !== undefined && cursor.peek === '-' && cursor.following !== ']') {
        cursor.next();
        const most = this.#one(false);
        if (most === undefined || most < least)
          throw cursor.fault('is no range of code points, from a lower to a higher one', from);
        if (ignoreCase && most > 127) throw cursor.fault('is not ASCII, which the flag i takes only', from);
      }
      if (ignoreCase && least !== undefined && least > 127) throw cursor.fault('is not ASCII, which the flag i takes only', from);
    }
  }

  /** One code point, or undefined for a class within. */
  #one(isFirst: boolean): number | undefined {
    const cursor = this.#cursor;
    const start = cursor.at;
    const letter = cursor.next();
    switch (letter) {
      case '\\': {
        const { what, code } = escaped(cursor, start);
        if (what === 'place') throw cursor.fault('is no code point, which a class is made of', start);
        return what === 'letter' ? code : undefined;
      }
      case '[':
        this.#named(start);
        return undefined;
      case '-':
        if (!isFirst && cursor.peek !== ']')
          throw cursor.fault('must be the first or the last in a class; else it is written \\-', start);
        return 45;
      case '&':
      case '~':
        if (cursor.peek === letter) throw cursor.fault(`is written twice; write \\${letter}`, start);
        return letter.codePointAt(0);
      default:
        return letter.codePointAt(0);
    }
  }

  /** `[:alpha:]` */
  #named(start: number): void {
    const cursor = this.#cursor;
    if (!cursor.take(':')) throw cursor.fault('in a class is written \\[', start);
    cursor.take('^');
    let name = '';
    while (cursor.peek !== undefined && /^[a-z]$/.test(cursor.peek)) name += cursor.next();
    if (!cursor.take(':') || !cursor.take(']') || !NAMES.includes(name))
      throw cursor.fault(`is no class that there is; there are ${NAMES.map(each => `[:${each}:]`).join(' ')}`, start);
  }
}
