import { certify, type CheckName, type ConformanceReport } from '@parquetframe/conformance';
import type { EngineModule } from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';
import { broken, type Defect } from '../defect.js';
import { fused, type FusedDefect } from '../fused.js';

/** An engine with one defect, and the checks that must find it. */
export interface Mutant {
  readonly title: string;
  readonly engine: () => EngineModule;
  /** each of them fails */
  readonly checks: readonly CheckName[];
  /** what one of the messages says */
  readonly message?: RegExp;
  readonly patience?: number;
  /** more generated cases than others need */
  readonly cases?: number;
}

type More = Pick<Mutant, 'message' | 'patience'>;

/** The reference with a defect in its single steps. */
export const mutant = (title: string, defect: Defect, checks: readonly CheckName[], more: More = {}): Mutant => ({
  title,
  engine: () => broken(defect),
  checks,
  ...more,
});

/** The reference as an engine that fuses, with a defect that only fused fragments have. */
export const fusedMutant = (title: string, defect: FusedDefect, cases?: number): Mutant => ({
  title: `fused: ${title}`,
  engine: () => fused(defect),
  checks: ['fragments'],
  ...(cases === undefined ? {} : { cases }),
});

export interface MeetOptions {
  readonly cases?: number;
  readonly seed?: number;
  /** only the checks that are aimed at it; all by default */
  readonly aimedOnly?: boolean;
}

/** Lets the kit meet a mutant. */
export function meet(
  { engine, checks, patience, cases: least = 0 }: Mutant,
  { cases, seed, aimedOnly = false }: MeetOptions,
): Promise<ConformanceReport> {
  return certify(engine(), {
    reference: tsReference(),
    ...(cases === undefined ? {} : { cases: Math.max(cases, least) }),
    ...(seed === undefined ? {} : { seed }),
    ...(aimedOnly ? { checks } : {}),
    ...(patience === undefined ? {} : { patience }),
  });
}

export const failedChecks = ({ checks }: ConformanceReport): readonly CheckName[] => [
  ...new Set(checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)),
];
