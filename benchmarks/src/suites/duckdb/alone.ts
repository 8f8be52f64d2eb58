/**
 * Run in a process of its own: `alone.js SIDE SECTION QUESTION FILE...` loads the tables, asks the question once, and prints the greatest number of bytes that the process held from then on.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process, { argv, stdout } from 'node:process';
import { openDefaultRuntime } from '../../contestants.js';
import { collectGarbage } from '../../measure.js';
import { OURS, ourSide, SECTIONS, theirSide } from './sides.js';

const [, , side, sectionName, questionName, ...files] = argv;
const question = SECTIONS.find(({ name }) => name === sectionName)?.questions.find(({ name }) => name === questionName);
if (question === undefined) throw new TypeError(`there is no question ${String(questionName)} in ${String(sectionName)}`);
const runtime = side === OURS ? await openDefaultRuntime() : undefined;
const open = runtime ? await ourSide(runtime, files) : await theirSide(files);
collectGarbage();
// Sets the high-water mark to what is used now.
writeFileSync('/proc/self/clear_refs', '5');
await open.ask(question).run();
const [, kibibytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
stdout.write(String(Number(kibibytes) * 1024));
process.exit(0);
