export { ERROR_CODES, categoryOf, type ErrorCategory, type ErrorCode } from './codes.js';
export {
  ParquetFrameError,
  fromErrorRecord,
  isParquetFrameError,
  toErrorRecord,
  type ErrorOptions,
  type ErrorRecord,
} from './error.js';
export { withFileNames } from './file-names.js';
export { checkOptionNames, didYouMean, hasMembers, nearest, nearestFirst, optionNames, unknownOption } from './option-names.js';
export { quoted, received } from './received.js';
