import { functions } from './definition.js';
import { signature } from './signature.js';

const strict = { nulls: 'operands', fails: () => false } as const;
const text = { ...strict, type: 'that of the text; a dictionary is decoded' } as const;
const test = { ...strict, type: 'bool' } as const;
const count = { ...strict, type: 'int64' } as const;
/** What can become longer than a column, or a machine, can hold. */
const longer = {
  ...text,
  fails: () => true,
  errors: 'OUT_OF_MEMORY for texts of 2 GiB and more, before memory is taken',
} as const;

const BLANKS = 'blanks (White_Space of Unicode)';
const TRIMMED = `without ${BLANKS}, or without the code points of the second text where it is given, `;
const ESCAPE =
  'What follows the first code point of the third text stands for itself, also where that is at the end alone; without a third text nothing does.';
const FROM_END = 'Code points are counted, a negative number from the end';

/** Texts are sequences of Unicode code points, whatever letters these make together. */
export const TEXT_FUNCTIONS = functions({
  upper: {
    ...text,
    ...signature({ of: 'text', gives: 'utf8' }),
    summary:
      'All letters in upper case, by the full mapping of Unicode 15.1 without a locale: `straße` is `STRASSE`. Letters that later versions gave an upper case stay.',
  },
  lower: {
    ...text,
    ...signature({ of: 'text', gives: 'utf8' }),
    summary:
      'All letters in lower case, by the full mapping of Unicode 15.1 without a locale, each for itself: a sigma at the end of a word is σ as anywhere else. Letters that later versions gave a lower case stay.',
  },
  title: {
    ...text,
    ...signature({ of: 'text', gives: 'utf8' }),
    summary: `Of each word the first code point as by upper and the others as by lower; words are what stands between ${BLANKS}.`,
  },
  length: {
    ...count,
    ...signature({ of: 'text', gives: 'int64' }),
    summary: 'How many code points it has.',
  },
  byteLength: {
    ...count,
    ...signature({ of: 'text', gives: 'int64' }),
    summary: 'How many bytes it has in UTF-8.',
  },
  trim: {
    ...text,
    ...signature({ of: 'text', takes: ['text?'], gives: 'utf8' }),
    summary: `The text ${TRIMMED}at both ends.`,
  },
  trimStart: {
    ...text,
    ...signature({ of: 'text', takes: ['text?'], gives: 'utf8' }),
    summary: `The text ${TRIMMED}at its beginning.`,
  },
  trimEnd: {
    ...text,
    ...signature({ of: 'text', takes: ['text?'], gives: 'utf8' }),
    summary: `The text ${TRIMMED}at its end.`,
  },
  contains: {
    ...test,
    ...signature({ of: 'text', takes: ['text'], gives: 'bool' }),
    summary: 'Whether the second text is a part of the first, code point by code point; the empty text is a part of any.',
  },
  startsWith: {
    ...test,
    ...signature({ of: 'text', takes: ['text'], gives: 'bool' }),
    summary: 'Whether the first text begins with the second; every text begins with the empty one.',
  },
  endsWith: {
    ...test,
    ...signature({ of: 'text', takes: ['text'], gives: 'bool' }),
    summary: 'Whether the first text ends with the second; every text ends with the empty one.',
  },
  indexOf: {
    ...count,
    ...signature({ of: 'text', takes: ['text'], gives: 'int64' }),
    nulls: 'own',
    summary: 'How many code points come before the first place of the second text in the first; null where it is no part of it.',
  },
  like: {
    ...test,
    ...signature({ of: 'text', takes: ['constant text', 'constant text?'], gives: 'bool' }),
    summary: `Whether the whole text is as a pattern of SQL says: \`%\` stands for any number of code points, \`_\` for one. ${ESCAPE}`,
  },
  ilike: {
    ...test,
    ...signature({ of: 'text', takes: ['constant text', 'constant text?'], gives: 'bool' }),
    summary: `The same as like, of the text and the pattern in lower case. ${ESCAPE}`,
  },
  equalsIgnoreCase: {
    ...test,
    ...signature({ of: 'text', takes: ['text'], gives: 'bool' }),
    summary: 'Whether two texts are equal in the lower case of their upper case: `Straße` is `STRASSE`, and ς is σ.',
  },
  levenshtein: {
    ...count,
    ...signature({ of: 'text', takes: ['text'], gives: 'int64' }),
    summary:
      'How many code points must be added, removed or changed to make the second text of the first. It takes time by the product of their lengths.',
  },
  slice: {
    ...text,
    ...signature({ of: 'text', takes: ['integer', 'integer?'], gives: 'utf8' }),
    summary: `From the place that the second operand states, 0 being the first, as many code points as the third states, or all that follow. ${FROM_END}; places before the beginning and after the end hold nothing, and fewer than none are none.`,
  },
  left: {
    ...text,
    ...signature({ of: 'text', takes: ['integer'], gives: 'utf8' }),
    summary: 'The first so many code points; of a negative number all but the last so many.',
  },
  right: {
    ...text,
    ...signature({ of: 'text', takes: ['integer'], gives: 'utf8' }),
    summary: 'The last so many code points; of a negative number all but the first so many.',
  },
  replace: {
    ...longer,
    ...signature({ of: 'text', takes: ['text', 'text'], gives: 'utf8' }),
    summary: 'With the third text in the first place of the second; the empty text has no place.',
  },
  replaceAll: {
    ...longer,
    ...signature({ of: 'text', takes: ['text', 'text'], gives: 'utf8' }),
    summary: 'With the third text in every place of the second, from left to right; the empty text has no place.',
  },
  concat: {
    ...longer,
    ...signature({ of: 'text', takes: ['...text'], gives: 'utf8' }),
    summary: 'One text after the other; null where one of them is.',
    type: 'that of the first text; a dictionary is decoded',
  },
  repeat: {
    ...longer,
    ...signature({ of: 'text', takes: ['integer'], gives: 'utf8' }),
    summary: 'The text so many times; the empty text for numbers below 1.',
  },
  reverse: {
    ...text,
    ...signature({ of: 'text', gives: 'utf8' }),
    summary: 'The code points from the last to the first.',
  },
  padStart: {
    ...longer,
    ...signature({ of: 'text', takes: ['integer', 'text?'], gives: 'utf8' }),
    summary:
      'As many code points as the second operand states, the missing ones at the beginning: those of the third text, again and again, or spaces. A text that is longer stays, and so does any where the third is empty.',
  },
  padEnd: {
    ...longer,
    ...signature({ of: 'text', takes: ['integer', 'text?'], gives: 'utf8' }),
    summary:
      'As many code points as the second operand states, the missing ones at the end: those of the third text, again and again, or spaces. A text that is longer stays, and so does any where the third is empty.',
  },
});
