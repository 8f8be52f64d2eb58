import test from 'ava';
import { Linter, type Linter as Types } from 'eslint';
import plugin from '../eslint/index.js';

/** Messages of the rule in one file. */
const problems = (code: string): readonly string[] =>
  new Linter().verify(code, [plugin.configs.recommended as unknown as Types.Config]).map(({ message }) => message);

const wrong = {
  '&&': "frame.filter(r => r.k.gt(1) && r.x.eq('a'))",
  '||': "frame.filter(row => row.k.gt(1) || row.x.eq('a'))",
  '!': 'frame.filter(r => !r.k.isNull())',
  '?:': 'frame.withColumns(r => ({ y: r.k.gt(1) ? r.x : r.z }))',
  if: 'frame.filter(r => { if (r.k.gt(1)) return r.b; return r.c; })',
  'taken apart': "frame.filter(({ k, x: y }) => k.gt(1) || y.eq('a'))",
  'a chain': 'frame.filter(r => r.k.add(1).mul(2).between(1, 5) || r.b)',
  'on the other side': 'frame.filter(r => r.b || r.k.gt(1))',
  'with col': "frame.filter(col('k').gt(1) && col('x').eq('a'))",
  'of a nested condition': "frame.filter(r => r.b.and(r.k.gt(1) || r.x.eq('a')))",
  'in a function': 'frame.filter(function (r) { return r.k.gt(1) || r.b; })',
  'optional chain': 'frame.filter(r => r.k?.gt(1) || r.b)',
};
for (const [name, code] of Object.entries(wrong)) {
  test(`found: ${name}`, t => {
    const [message, ...others] = problems(code);
    t.regex(message ?? '', /always true to JavaScript/);
    t.is(others.length, 0);
  });
}

test('the message says what to write', t => {
  t.regex(problems('frame.filter(r => r.k.gt(1) || r.b.eq(true))')[0] ?? '', /so \|\| loses one; write a\.or\(b\)/);
});

const right = {
  'and, or, not': 'frame.filter(r => r.k.gt(1).and(r.b.or(r.c.not())))',
  'rows of an array': 'users.filter(user => user.active && user.age > 18)',
  'methods of other things': 'users.filter(user => user.name.startsWith("a") || user.tags.includes("b"))',
  'a plain flag around it': 'const x = flag && frame.filter(r => r.k.gt(1));',
  'a plain flag inside': 'frame.filter(r => flag ? r.k.gt(1) : r.b)',
  'dates of another library': 'if (moment().isBefore(x) || a.eq(b)) run();',
  'a callback of another function': 'items.map(r => r.k.gt(1) || r.b)',
};
for (const [name, code] of Object.entries(right)) {
  test(`left alone: ${name}`, t => {
    t.deepEqual(problems(code), []);
  });
}
