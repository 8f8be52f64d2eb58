import { canonicalJson } from '../contract/data/index.js';
import type { BindSources, Decline, Kernel, SourceFacts } from '../contract/index.js';
import type { Fragment } from '../contract/plan/index.js';
import { RecentMap } from './recent-map.js';

type Answer = Kernel | Decline;
export type Bind = (fragment: Fragment, sources: BindSources) => Promise<Answer>;

interface Bound {
  readonly answer: Answer;
  /** ports whose files were asked about, ascending: the answer rests on what was said of them */
  readonly asked: readonly number[];
}

/** What an engine has answered, by signature; where it asked how files were written, by that as well. */
export class Bindings {
  readonly #bound = new RecentMap<string, Promise<Bound>>();

  clear(): void {
    this.#bound.clear();
  }

  /** @throws whatever `bind` throws, which is not remembered */
  async get(fragment: Fragment, sources: BindSources, bind: Bind): Promise<Answer> {
    let asked: readonly number[] = [];
    for (let key = fragment.signature; ;) {
      const known = this.#bound.get(key);
      const bound = await (known ?? this.#bind(key, fragment, sources, bind));
      const more = bound.asked.filter(port => !asked.includes(port));
      if (more.length === 0) return bound.answer;
      asked = [...asked, ...more].sort((a, b) => a - b);
      key = await keyOf(fragment, sources, asked);
      // It was asked about these very files.
      if (known === undefined) this.#bound.set(key, Promise.resolve(bound));
    }
  }

  #bind(key: string, fragment: Fragment, sources: BindSources, bind: Bind): Promise<Bound> {
    const binding = recorded(fragment, sources, bind);
    this.#bound.set(key, binding);
    binding.catch(() => {
      this.#bound.delete(key);
    });
    return binding;
  }
}

async function recorded(fragment: Fragment, sources: BindSources, bind: Bind): Promise<Bound> {
  const asked = new Set<number>();
  const answer = await bind(fragment, {
    facts(port) {
      asked.add(port);
      return sources.facts(port);
    },
  });
  return { answer, asked: [...asked].sort((a, b) => a - b) };
}

async function keyOf({ signature }: Fragment, sources: BindSources, ports: readonly number[]): Promise<string> {
  const facts = await Promise.all(ports.map(port => sources.facts(port)));
  return `${signature}\n${canonicalJson(facts.map((of, index) => [ports[index] ?? 0, of === undefined ? null : textOf(of)]))}`;
}

const texts = new WeakMap<SourceFacts, string>();

function textOf(facts: SourceFacts): string {
  let text = texts.get(facts);
  if (text === undefined) texts.set(facts, (text = canonicalJson(facts)));
  return text;
}
