import type { Runtime } from '@parquetframe/core';
import { measure, type CaseResult, type Effort } from '../measure.js';
import { isChosen } from './duckdb/index.js';
import { OURS, ourSide, SECTIONS, writeTables } from './duckdb/sides.js';

export interface Beside {
  readonly engine: string;
  readonly rows: number;
  readonly effort: Effort;
  /** parts of the names of questions; all when empty */
  readonly only: readonly string[];
}

/** The questions of the suite `duckdb` on the native engine and on another one in turn, each with its tables cached. */
export async function* besideNative(runtime: Runtime, { engine, rows, effort, only }: Beside): AsyncGenerator<CaseResult> {
  for (const section of SECTIONS) {
    const questions = section.questions.filter(({ name }) => isChosen(`${section.name}: ${name}`, only));
    if (questions.length === 0) continue;
    const { files, remove } = await writeTables(runtime, section, rows);
    const sides = await Promise.all([ourSide(runtime, files, OURS), ourSide(runtime, files, engine)]);
    try {
      for (const question of questions)
        yield await measure(
          { name: question.name, baseline: OURS, tolerance: 1e-9, sides: sides.map(side => side.ask(question)) },
          effort,
        );
    } finally {
      for (const side of sides) await side.close();
      remove();
    }
  }
}
