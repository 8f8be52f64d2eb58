import type { CaseRandom } from '@parquetframe/core/engine';

/** Names that are told apart only by those who compare them byte for byte, and names that are something else to a language below. */
const HOSTILE = [
  ['a', 'A', 'aa', 'Aa', 'AA'],
  ['say "hi"', "it's", "x'; DROP TABLE t; --", '`tick`', '[bracket]'],
  ['a.b', 'a', 'b', 'a.b.c', '*'],
  ['ä', 'a\u0308', 'Ä', '名', '\u{1F600}'],
  ['__proto__', 'constructor', 'toString', 'length', 'hasOwnProperty'],
  ['select', 'order by', 'null', '1', ' '],
] as const;
const PLAIN = ['a', 'b', 'c', 'd', 'e'] as const;

let isHostile = false;

/** Generates with nothing but hostile names. Generators do not wait for anything, so nobody else generates meanwhile. */
export function withHostileNames<T>(generate: () => T): T {
  isHostile = true;
  try {
    return generate();
  } finally {
    isHostile = false;
  }
}

/** Five different column names: plain ones as a rule, so that failures stay readable. */
export function columnNames(random: CaseRandom): readonly string[] {
  return !isHostile && random.integer(0, 5) < 5 ? PLAIN : random.pick(HOSTILE);
}

/** One hostile name out of all, for results; plain as a rule. */
export function resultName(random: CaseRandom, plain: string): string {
  if (random.integer(0, 5) < 5) return plain;
  return `${plain}${random.pick(['"', "'", '.', '\u{1F600}', ' ', '`', '__proto__', ';--'])}`;
}
