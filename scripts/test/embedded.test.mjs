import test from 'ava';
import { embed } from '../lib/embedded.mjs';

test('manifests and certificates that engines import are those of their JSON files', t => {
  t.deepEqual(embed({ check: true }), []);
});
