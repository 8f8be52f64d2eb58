/** A replacement in parts: text, and numbers of groups. */
export type Replacement = readonly (string | number)[];

/** `$1` or `${12}` stands for what a group matched, `$0` for all, and `$$` for a dollar sign. Undefined: a dollar sign without that. */
export function parseReplacement(text: string): Replacement | undefined {
  const parts: (string | number)[] = [];
  let from = 0;
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', from)) {
    if (at > from) parts.push(text.slice(from, at));
    const [, one, braced, dollar] = /^\$(?:([0-9])|\{([0-9]{1,4})\}|(\$))/.exec(text.slice(at, at + 8)) ?? [];
    const group = one ?? braced;
    if (group === undefined && dollar === undefined) return undefined;
    parts.push(group === undefined ? '$' : Number(group));
    from = at + (group === undefined || braced === undefined ? 2 : braced.length + 3);
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}
