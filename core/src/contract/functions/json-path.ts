/** A step of a path: the member of that name, or the item at that place. */
export type JsonStep = { readonly key: string } | { readonly place: number };

const NAME = /^\.([^.[\]"'*\s]+)/;
const PLACE = /^\[(0|[1-9]\d{0,8})\]/;
const QUOTED = /^\[("(?:[^"\\]|\\.)*")\]/;

/** The steps of a path such as `$.a.b[0]["c d"]`; undefined where it is none. */
export function parseJsonPath(path: string): readonly JsonStep[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: JsonStep[] = [];
  let rest = path.slice(1);
  while (rest !== '') {
    const [name, place, quoted] = [NAME.exec(rest), PLACE.exec(rest), QUOTED.exec(rest)];
    const found = name ?? place ?? quoted;
    if (!found) return undefined;
    const [whole, text = ''] = found;
    const key = quoted ? textOf(text) : text;
    if (key === undefined) return undefined;
    steps.push(place ? { place: Number(text) } : { key });
    rest = rest.slice(whole.length);
  }
  return steps;
}

/** A text as JSON writes it; undefined where it is none, or has half of a surrogate pair. */
function textOf(quoted: string): string | undefined {
  try {
    const text: unknown = JSON.parse(quoted);
    return typeof text === 'string' && text.isWellFormed() ? text : undefined;
  } catch {
    return undefined;
  }
}
