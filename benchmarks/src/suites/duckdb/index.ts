import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Runtime } from '@parquetframe/core';
import { measure, quartiles, type CaseResult, type Effort, type Quartiles } from '../../measure.js';
import type { Question, Section } from './section.js';
import { OURS, ourSide, SECTIONS, THEIRS, theirSide, writeTables, type AnyQuestion } from './sides.js';

export interface Figure extends CaseResult {
  readonly section: string;
  readonly bar: Question<never>['bar'];
  /** our time over DuckDB's, by round: below 1 is faster */
  readonly overDuckDb: Quartiles | undefined;
  /** the most bytes that each side held, in a process of its own */
  readonly peak: { readonly ours: number; readonly theirs: number } | undefined;
}

export interface Asked {
  readonly rows: number;
  readonly effort: Effort;
  /** parts of the names of questions; all when empty */
  readonly only: readonly string[];
  readonly memory: boolean;
}

/** Everyday questions, those of the db-benchmark and verbs over whole tables, on our native engine and on DuckDB in turn. */
export async function* figures(runtime: Runtime, asked: Asked): AsyncGenerator<Figure> {
  for (const section of SECTIONS) {
    const questions = section.questions.filter(({ name }) => isChosen(`${section.name}: ${name}`, asked.only));
    if (questions.length === 0) continue;
    const { files, remove } = await writeTables(runtime, section, asked.rows);
    try {
      const timed = await timesOf(runtime, questions, files, asked.effort);
      for (const [i, question] of questions.entries()) {
        const result = timed[i];
        if (!result) continue;
        yield {
          ...result,
          section: section.name,
          bar: question.bar,
          overDuckDb: overDuckDb(result),
          peak: asked.memory && existsSync('/proc/self/clear_refs') ? peaks(section, question, files) : undefined,
        };
      }
    } finally {
      remove();
    }
  }
}

export const isChosen = (name: string, only: readonly string[]): boolean =>
  only.length === 0 || only.some(part => name.toLowerCase().includes(part.toLowerCase()));

async function timesOf(
  runtime: Runtime,
  questions: readonly AnyQuestion[],
  files: readonly string[],
  effort: Effort,
): Promise<CaseResult[]> {
  const ours = await ourSide(runtime, files);
  const theirs = await theirSide(files);
  const results: CaseResult[] = [];
  for (const question of questions) {
    const sides = [ours.ask(question), theirs.ask(question)];
    results.push(await measure({ name: question.name, baseline: THEIRS, tolerance: 1e-9, sides }, effort));
  }
  await ours.close();
  await theirs.close();
  return results;
}

function overDuckDb({ sides }: CaseResult): Quartiles | undefined {
  const ours = sides.find(({ side }) => side === OURS);
  const theirs = sides.find(({ side }) => side === THEIRS);
  if (!ours || !theirs) return undefined;
  return quartiles(ours.samples.map((time, round) => time / (theirs.samples[round] ?? Number.NaN)));
}

const ALONE = fileURLToPath(new URL('alone.js', import.meta.url));

function peaks(
  { name }: Section,
  question: AnyQuestion,
  files: readonly string[],
): { readonly ours: number; readonly theirs: number } {
  const peak = (side: string): number =>
    Number(execFileSync(process.execPath, [ALONE, side, name, question.name, ...files], { encoding: 'utf8' }));
  return { ours: peak(OURS), theirs: peak(THEIRS) };
}
