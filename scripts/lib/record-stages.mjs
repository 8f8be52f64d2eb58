/**
 * Loaded into every process of a run (`NODE_OPTIONS=--import=…`): writes each stage that dispatch has run as one line of JSON into the folder STAGES_FOLDER. It listens to
 * the public channel `parquetframe:stage`; the product knows nothing of it.
 */
import { tracingChannel } from 'node:diagnostics_channel';
import { mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';

const folder = process.env.STAGES_FOLDER;
let file;

/** A stage that failed ends too: its error is in the message. */
function asyncEnd({ operations, engine, why, error }) {
  if (error !== undefined) return;
  if (file === undefined) {
    mkdirSync(folder, { recursive: true });
    file = openSync(path.join(folder, `${process.pid}.ndjson`), 'a');
  }
  // At once: a process may be killed, and by its own test.
  writeSync(file, `${JSON.stringify({ operations, engine, why })}\n`);
}

if (folder !== undefined && folder !== '') tracingChannel('parquetframe:stage').subscribe({ asyncEnd });
