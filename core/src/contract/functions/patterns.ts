import { received } from '../errors/index.js';
import { functions } from './definition.js';
import { parsePattern } from './pattern.js';
import { parseReplacement } from './replacement.js';
import { signature } from './signature.js';

const GRAMMAR =
  'Patterns are those of RE2 as far as all engines understand them alike: the alternative that comes first wins, not the longest; `\\d`, `\\w`, `\\s`, `\\b` and `[[:alpha:]]` are of ASCII, `.` is any code point but a line feed. There are no look-around, references back and classes of Unicode; what is repeated any number of times must not be able to be empty.';
const MATCHES =
  'Matches follow each other from left to right and do not overlap; an empty one comes between code points, and not right behind another match.';

/** What is wrong with a pattern, and the number of a group in it. */
export function faultOfPattern(pattern: unknown, groups: readonly unknown[] = []): string | undefined {
  if (typeof pattern !== 'string') return undefined;
  const parsed = parsePattern(pattern);
  if (parsed.fault !== undefined) return `the pattern ${JSON.stringify(pattern)} cannot be used: ${parsed.fault}`;
  const wrong = groups.find(
    group => group !== undefined && group !== null && !(Number(group) >= 0 && Number(group) <= parsed.groups),
  );
  return wrong === undefined
    ? undefined
    : `the pattern ${JSON.stringify(pattern)} has ${parsed.groups === 0 ? 'no groups' : `the groups 1 to ${parsed.groups}`}, and 0 for all that it matches; received ${received(wrong)}`;
}

const REPLACEMENT =
  '`$1` or `${12}` in it stands for what a group matched, which is nothing where it took no part, `$0` for the whole match and `$$` for a dollar sign';

const strict = { nulls: 'operands', fails: () => false } as const;

export const PATTERN_FUNCTIONS = functions({
  matches: {
    ...strict,
    ...signature({ of: 'text', takes: ['constant text'], gives: 'bool' }),
    check: ([, pattern]) => faultOfPattern(pattern),
    summary: `Whether a pattern of regular expressions matches any part of the text, or the whole where it begins with \`^\` and ends with \`$\`. ${GRAMMAR}`,
    type: 'bool',
  },
  extract: {
    ...strict,
    ...signature({ of: 'text', takes: ['constant text', 'constant integer?'], gives: 'utf8' }),
    check: ([, pattern, group]) => faultOfPattern(pattern, [group]),
    nulls: 'own',
    summary:
      'What the first match of a pattern is, or the group of that number in it; null where there is none, and where the group took no part. Patterns as `matches` says.',
    type: 'that of the text; a dictionary is decoded',
  },
  countMatches: {
    ...strict,
    ...signature({ of: 'text', takes: ['constant text'], gives: 'int64' }),
    check: ([, pattern]) => faultOfPattern(pattern),
    summary: `How often a pattern matches. ${MATCHES} Patterns as \`matches\` says.`,
    type: 'int64',
  },
  replaceRegex: {
    nulls: 'operands',
    fails: () => true,
    ...signature({ of: 'text', takes: ['constant text', 'constant text'], gives: 'utf8' }),
    check: ([, pattern, replacement]) => {
      const parts = typeof replacement === 'string' ? parseReplacement(replacement) : [];
      if (parts === undefined)
        return `the replacement ${JSON.stringify(replacement)} has a dollar sign that is followed by no number; write $$ for a dollar sign`;
      return faultOfPattern(
        pattern,
        parts.filter(part => typeof part === 'number'),
      );
    },
    summary: `With a replacement in the place of every match of a pattern: ${REPLACEMENT}. ${MATCHES} Patterns as \`matches\` says.`,
    type: 'that of the text; a dictionary is decoded',
    errors: 'OUT_OF_MEMORY for texts of 2 GiB and more, before memory is taken',
  },
});
