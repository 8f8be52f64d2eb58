/** Engines that are right in single steps and wrong in fused ones. */
import { findAll, isFused } from './mutants/found.js';
import { MUTANTS } from './mutants/index.js';

findAll(MUTANTS.filter(isFused));
