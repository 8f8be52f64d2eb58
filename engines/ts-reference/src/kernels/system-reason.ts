/** Why the system refuses a file, in the words of all engines, by the code that Node.js gives. */
const REASONS: { readonly [code: string]: string } = {
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENOENT: 'there is no such file',
  EACCES: 'permission is missing',
  EPERM: 'permission is missing',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  EIO: 'input/output error',
};

/** What went wrong, without the code and the path, which Node.js puts around it. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message } = error;
  if (!('code' in error) || typeof error.code !== 'string') return message;
  return REASONS[error.code] ?? /^[A-Z0-9]+: (.*?)(?:, [a-z]+(?: '.*)?)?$/s.exec(message)?.[1] ?? message;
}
