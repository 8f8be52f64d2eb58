/** What is wrong with a pattern; it says so to people. */
export class PatternFault extends Error {
  override readonly name = 'PatternFault';
}

/** Reads a pattern code point by code point. */
export class Cursor {
  readonly #letters: readonly string[];
  at = 0;

  constructor(text: string) {
    this.#letters = Array.from(text);
  }

  get peek(): string | undefined {
    return this.#letters[this.at];
  }

  /** The letter after the next one. */
  get following(): string | undefined {
    return this.#letters[this.at + 1];
  }

  next(): string {
    const letter = this.peek;
    if (letter === undefined) throw new PatternFault('it ends too early');
    this.at++;
    return letter;
  }

  sees(letter: string): boolean {
    return this.peek === letter;
  }

  take(letter: string): boolean {
    if (!this.sees(letter)) return false;
    this.at++;
    return true;
  }

  /** A number of up to four digits. */
  number(): number | undefined {
    let digits = '';
    while (this.peek !== undefined && /^[0-9]$/.test(this.peek) && digits.length < 5) digits += this.next();
    return digits === '' ? undefined : Number(digits);
  }

  /** The name of a group, where `<name>` or `P<name>` follows. */
  name(): string | undefined {
    const isNamed = this.sees('<') || (this.sees('P') && this.following === '<');
    if (!isNamed) return undefined;
    const start = this.at;
    this.take('P');
    this.take('<');
    let name = '';
    while (this.peek !== undefined && /^[A-Za-z0-9_]$/.test(this.peek)) name += this.next();
    if (!this.take('>') || !/^[A-Za-z_]/.test(name))
      throw this.fault('is no name of a group, of letters, digits and _; there is no look-behind', start);
    return name;
  }

  fail(reason: string): never {
    throw this.fault(reason, this.at, this.at + 1);
  }

  fault(reason: string, from: number, to = this.at): PatternFault {
    const text = this.#letters.slice(from, Math.min(to, from + 20)).join('');
    return new PatternFault(`${JSON.stringify(text)} at ${from} ${reason}`);
  }
}

/** What an escape stands for: one code point, a class, or a place between code points. */
export interface Escaped {
  readonly what: 'letter' | 'class' | 'place';
  readonly code: number;
  readonly isAscii: boolean;
}

const CONTROLS: { readonly [letter: string]: number } = { n: 10, t: 9, r: 13, f: 12, v: 11, a: 7 };

/** What follows a backslash. */
export function escaped(cursor: Cursor, start: number): Escaped {
  const letter = cursor.next();
  if ('dDwWsS'.includes(letter)) return { what: 'class', code: 0, isAscii: true };
  if ('bAz'.includes(letter)) return { what: 'place', code: 0, isAscii: true };
  const control = Object.hasOwn(CONTROLS, letter) ? CONTROLS[letter] : undefined;
  if (control !== undefined) return { what: 'letter', code: control, isAscii: true };
  if (letter === 'x') return hexadecimal(cursor, start);
  if (/^[!-/:-@[-`{-~]$/.test(letter)) return { what: 'letter', code: letter.charCodeAt(0), isAscii: true };
  if (/^[0-9]$/.test(letter))
    throw cursor.fault('is a reference back, which there is not; code points are written \\x{41}', start);
  if (letter === 'p' || letter === 'P')
    throw cursor.fault('is a class of Unicode, which there are not; list the letters instead', start);
  throw cursor.fault(
    'is no escape that there is: \\d \\D \\w \\W \\s \\S \\b \\A \\z \\n \\t \\r \\f \\v \\a, \\x41, \\x{1F600}, and \\ before punctuation',
    start,
  );
}

function hexadecimal(cursor: Cursor, start: number): Escaped {
  const isBraced = cursor.take('{');
  let digits = '';
  while (cursor.peek !== undefined && /^[0-9A-Fa-f]$/.test(cursor.peek) && digits.length < (isBraced ? 6 : 2))
    digits += cursor.next();
  const code = Number.parseInt(digits, 16);
  const isWhole = isBraced ? cursor.take('}') && digits !== '' : digits.length === 2;
  if (!isWhole || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
    throw cursor.fault('is no code point such as \\x41 or \\x{1F600}', start);
  return { what: 'letter', code, isAscii: code < 128 };
}
