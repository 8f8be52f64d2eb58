import { ANSWERS } from './answers.js';
import { CONTRACT } from './contract.js';
import { DATA } from './data.js';
import { ERRORS } from './errors.js';
import { FUSED } from './fused.js';
import { MEMORY } from './memory.js';
import type { Mutant } from './mutant.js';
import { PLAUSIBLE } from './plausible.js';

/** Every engine with a defect that the kit must find: how the kit itself is tested. */
export const MUTANTS: readonly Mutant[] = [...ANSWERS, ...PLAUSIBLE, ...ERRORS, ...CONTRACT, ...MEMORY, ...DATA, ...FUSED];
