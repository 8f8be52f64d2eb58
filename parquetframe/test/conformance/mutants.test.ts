/** The kit is tested by engines that are wrong: each has one defect, and must be found by the checks that are aimed at it. */
import { findAll, isFused } from './mutants/found.js';
import { MUTANTS } from './mutants/index.js';

findAll(MUTANTS.filter(mutant => !isFused(mutant)));
