import type { Schema } from '../contract/data/index.js';
import { planNode, type Determinism, type PlanInput } from '../contract/plan/index.js';
import type { Executor, RunOptions } from '../executor/index.js';
import { userCallSite } from './call-site.js';
import type { Int64, Unchecked } from './column-types.js';
import type { DataFrame } from './data-frame.js';
import type { FrameOf, schemaType } from './frame-like.js';
import { checkRun, pinned, type FrameSettings } from './settings.js';
import type { ExpandedStep, Expansion, MakeStep } from './verbs/expansion.js';
import type { VerbStep } from './verbs/names.js';

/** What a frame knows besides its plan; inherited by the frames that verbs make. */
export interface FrameContext<I extends Int64 = Int64> extends FrameSettings<I> {
  readonly executor: Executor;
}

/** What nodes of a plan say besides their operation. */
export interface NodeExtra {
  readonly callSite: string | undefined;
  readonly engine: string | undefined;
  readonly determinism: Determinism | undefined;
}

/** A plan and its settings: what verbs stand on. Families of verbs are classes on top of each other, with `DataFrame` as the last. */
export abstract class FrameBase<in out S = Unchecked, in out I extends Int64 = 'bigint'> implements FrameOf<S> {
  declare readonly [schemaType]: S;
  /** what will be run */
  readonly plan: PlanInput;
  protected readonly context: FrameContext<I>;

  constructor(plan: PlanInput, context: FrameContext<I>) {
    this.plan = plan;
    this.context = context;
  }

  get executor(): Executor {
    return this.context.executor;
  }

  /** A frame of another plan, with the same settings. */
  protected abstract from<T>(plan: PlanInput): DataFrame<T, I>;

  /** The frame of one more operation. */
  protected verb<T>({ operation, options }: VerbStep, ...others: readonly PlanInput[]): DataFrame<T, I> {
    return this.from<T>(planNode(operation, options, [this.plan, ...others], this.extra()));
  }

  /** The frame of several more operations, the first of them first. */
  protected verbs<T>(steps: readonly VerbStep[]): DataFrame<T, I> {
    return this.planned(step =>
      steps.reduce<PlanInput>((input, { operation, options, check }) => {
        const node = step(operation, options, input);
        if (!check) return node;
        const expand = ([schema = []]: readonly Schema[]): PlanInput => {
          check(schema);
          return node;
        };
        return { ...node, expand };
      }, this.plan),
    );
  }

  /** The frame of a plan that is made with the settings of this one. */
  protected planned<T>(make: (step: MakeStep) => PlanInput): DataFrame<T, I> {
    const extra = this.extra();
    return this.from<T>(make((operation, options, ...inputs) => planNode(operation, options, inputs, extra)));
  }

  /** The frame of a verb that is made of other operations, which depend on the columns there are. */
  protected expanded<T>({ operation, options }: VerbStep, expand: Expansion, ...others: readonly PlanInput[]): DataFrame<T, I> {
    return this.planned(step => ({
      ...step(operation, options, this.plan, ...others),
      expand: ([schema = [], ...schemas]) => expand({ input: this.plan, schema, others, schemas, step }),
    }));
  }

  /** The frame of a step, or of what it stands for. */
  protected either<T>({ step, expand }: ExpandedStep): DataFrame<T, I> {
    return expand ? this.expanded<T>(step, expand) : this.verb<T>(step);
  }

  protected extra(): NodeExtra {
    return { callSite: userCallSite(), engine: this.context.engine, determinism: this.context.determinism };
  }

  /** What a call asks, without what is not of the run. @throws ParquetFrameError `INVALID_ARGUMENT` */
  protected asked(taker: string, given: RunOptions = {}, more: readonly string[] = []): RunOptions {
    checkRun(taker, given, more);
    const { engine, prefer, determinism, rewrite, signal, deadline, params, onProgress } = given;
    return {
      engine: pinned(engine),
      frameEngine: this.context.engine,
      prefer: pinned(prefer),
      determinism: determinism ?? this.context.determinism,
      rewrite,
      signal,
      deadline,
      params,
      onProgress,
    };
  }
}
