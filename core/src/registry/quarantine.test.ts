import test from 'ava';
import { crashesSoFar, DEFAULT_QUARANTINE, Quarantine, quarantineRule } from './quarantine.js';

const RULE = { crashes: 3, within: 100, for: 1000 };

test('crashes close to each other quarantine, until the time is over; then they are forgotten', t => {
  let now = 0;
  const quarantine = new Quarantine(RULE, () => now);
  const crash = (): boolean => quarantine.crashed('SIGABRT', crashesSoFar());
  crash();
  now += 100;
  crash();
  now += 1;
  crash();
  t.is(quarantine.active, undefined, 'the first is too long ago');
  now += 1;
  crash();
  t.is(quarantine.active?.until, 1102);
  t.regex(
    quarantine.active?.reason ?? '',
    /crashed 3 times within 0\.1 s, last: SIGABRT; it is tried again at 1970-01-01T00:00:01\.102Z/,
  );
  now = 1101;
  t.truthy(quarantine.active);
  now = 1102;
  t.is(quarantine.active, undefined);
  crash();
  crash();
  t.is(quarantine.active, undefined, 'it starts again');
});

test('everything that ran on one process fails with it: one crash', t => {
  const quarantine = new Quarantine(RULE, () => 0);
  const began = crashesSoFar();
  t.true(quarantine.crashed('SIGKILL', began));
  for (let i = 0; i < 5; i++) t.false(quarantine.crashed('SIGKILL', began));
  t.is(quarantine.active, undefined);
  // Of another engine, which ran at the same time: it is a crash of its own.
  t.true(new Quarantine(RULE, () => 0).crashed('SIGKILL', began));
  t.true(quarantine.crashed('SIGKILL', crashesSoFar()));
});

test('the runtime overrules the module, each value by itself', t => {
  t.deepEqual(quarantineRule(), DEFAULT_QUARANTINE);
  t.deepEqual(quarantineRule({ crashes: 1, for: 5 }, { for: Infinity }), { ...DEFAULT_QUARANTINE, crashes: 1, for: Infinity });
  for (const rule of [{ crashes: 0 }, { crashes: 1.5 }, { within: Number.NaN }, { for: -1 }])
    t.throws(() => quarantineRule(rule), { code: 'INVALID_ARGUMENT', message: /^quarantine: (crashes|within|for) must be/ });
});

test('an engine that is never tried again says so', t => {
  const quarantine = new Quarantine({ crashes: 1, within: 1, for: Infinity }, () => 0);
  quarantine.crashed('SIGKILL', crashesSoFar());
  t.regex(quarantine.active?.reason ?? '', /tried again by a new runtime/);
});

test('a misspelt part of the rule is an error', t => {
  t.throws(() => quarantineRule({ crash: 1 } as never), {
    code: 'INVALID_ARGUMENT',
    message: /has no option "crash"; did you mean "crashes"/,
  });
});
