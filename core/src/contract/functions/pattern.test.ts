import test from 'ava';
import { parsePattern } from './pattern.js';
import { parseReplacement } from './replacement.js';

test('patterns have groups, numbered by where they open', t => {
  for (const [pattern, groups] of [
    ['', 0],
    ['a|b', 0],
    ['(a(b)?)(?:c)(?P<d>e)(?<f>g)', 4],
    ['(?i)[[:alpha:]][^\\]\\\\-]{2,5}?', 0],
    ['(?i-s:a)é(?U)(x+)', 1],
    ['\\x{1F600}\\x41[\\d\\W-]', 0],
  ] as const)
    t.deepEqual(parsePattern(pattern), { groups }, pattern);
});

test('what is wrong with a pattern is said with its place', t => {
  for (const [pattern, fault] of [
    ['(?=a)', /^"\(\?=" at 0 is no group that there is.*neither look-around/],
    ['a(b', /^"\(b" at 1 opens a group that is not closed$/],
    ['ab)', /^"\)" at 2 closes a group that was not opened$/],
    ['é(a?)*', /^"\(a\?\)\*" at 1 is repeated any number of times, but can be empty$/],
    ['a**', /is repeated twice; put it in a group$/],
    ['a{2', /^"\{2" at 1 is no repetition/],
    ['(\\1)', /^"\\\\1" at 1 is a reference back/],
    ['\\pN', /is a class of Unicode/],
    ['[a&&b]', /is written twice; write \\&$/],
    ['😀[b-a]', /^"b-a" at 2 is no range of code points/],
    ['(?i)É', /^"É" at 4 is not ASCII/],
    ['\\', /^it ends too early$/],
    ['(?:a{500}){3}', /is repeated more than 1000 times$/],
    ['a{1000}'.repeat(6), /more than 5000 parts/],
    ['('.repeat(101) + ')'.repeat(101), /is within more than 100 groups$/],
  ] as const)
    t.regex(parsePattern(pattern).fault ?? 'nothing', fault, pattern);
});

test('a flag is of its group only', t => {
  t.is(parsePattern('(?:(?i)a)é').fault, undefined);
  t.is(parsePattern('(?i:a)é').fault, undefined);
  t.is(parsePattern('(?i:a(?-i)é)é').fault, undefined);
  t.regex(parsePattern('(?i)(?-i:é)é').fault ?? '', /^"é" at 11/);
});

test('replacements have numbers of groups', t => {
  t.deepEqual(parseReplacement('a$1${12}$$b$0'), ['a', 1, 12, '$', 'b', 0]);
  t.deepEqual(parseReplacement('$12'), [1, '2']);
  t.deepEqual(parseReplacement(''), []);
  for (const wrong of ['$', 'a$', '$a', '${}', '${1', '${a}', '$ 1', '${12345}']) t.is(parseReplacement(wrong), undefined, wrong);
});
