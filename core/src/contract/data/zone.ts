const UTC: ReadonlySet<string> = new Set(['UTC', 'Z', 'Etc/UTC']);
const OFFSET = /^([+-])(\d{2}):?(\d{2})$/;

/**
 * Seconds that the clock of a zone is ahead of UTC, where that never changes: for no zone, UTC, and offsets such as `+05:30`. Undefined for zones that need a
 * database, such as `Europe/Berlin`.
 */
export function fixedOffset(timezone: string | null): number | undefined {
  if (timezone === null || UTC.has(timezone)) return 0;
  const [match, sign, hours, minutes] = OFFSET.exec(timezone) ?? [];
  if (match === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
