import test from 'ava';
import type { EngineModule } from './contract/index.js';
import { createRuntime } from './runtime.js';
import { limitKernel, toyEngine } from './test/toy-engine.js';

const without = (id: string): EngineModule => ({
  ...toyEngine({ id, kernels: { 'table.limit': limitKernel(1e-6) } }),
  probe: () =>
    Promise.resolve({
      available: false,
      code: 'NATIVE_BINARY_MISSING',
      reason: 'there is no native binary for plan9-mips',
      remedy: 'install @me/engine-fast-plan9-mips',
    }),
});

test.serial('an engine without its binary is named once, with what to install and what runs elsewhere', async t => {
  const warnings: { readonly code: unknown; readonly message: string }[] = [];
  const note = (warning: Error & { readonly code?: unknown }): void =>
    void warnings.push({ code: warning.code, message: warning.message });
  process.on('warning', note);
  for (let i = 0; i < 2; i++)
    await (await createRuntime({ engines: [without('fast'), without('fast@process')], wisdom: 'off' })).close();
  // Warnings are emitted in a turn of their own.
  await new Promise<void>(resolve => setImmediate(resolve));
  process.off('warning', note);
  t.is(warnings.length, 1);
  t.is(warnings[0]?.code, 'PARQUETFRAME_NO_BINARY');
  for (const part of ['fast is not used', 'plan9-mips', 'install @me/engine-fast-plan9-mips', 'table.limit', 'slower'])
    t.true(warnings[0]?.message.includes(part), part);
});
