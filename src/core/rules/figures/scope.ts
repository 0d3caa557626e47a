/** What names mean while an edition is compiled, and the columns that compiled rules read while it is evaluated. */
import { parseUnits } from '../../amount.js';
import type { Fact, Subject, SubjectKey } from '../../fact.js';
import { Problem } from '../../problem.js';
import type { Draft, Lines } from '../engine/draft.js';
import type { Amount, Word } from '../language/expression.js';
import { nearest } from '../language/yaml.js';
import type { Composed } from '../pack/compose.js';
import type { Period } from '../types.js';
import type { Exact } from './exact.js';

/** Called with a rule or threshold and the side of it that was seen; the examples' coverage is measured by it. */
export type Probe = (point: string, side: string) => void;

/** The figures of one evaluation in dense columns, those of a subject side by side: index = subject × items + item. */
export interface Frame {
  period: Period;
  subjects: readonly Subject[];
  /** Number of subjects. */
  size: number;
  /** Number of items. */
  width: number;
  count: Float64Array;
  quantity: Float64Array;
  points: Float64Array;
  /** Facts of the period one by one, for the items that ask for it. */
  singles(item: number, subject: number): readonly Fact[];
  /** Totals by output, `undefined` where the subject has no such result. */
  totals: Map<string, (Exact | undefined)[]>;
  drafts: Map<string, (Draft | undefined)[]>;
  history: Map<string, Map<SubjectKey, { period: string; value: Exact }[]>>;
  /** Lines of the output that is being computed. */
  lines: Lines;
  /** What the section that is being computed holds so far. */
  running?: Exact;
  /** Winners of any title, by the id of the honours. */
  awarded: Map<string, Set<SubjectKey>>;
  /** 1-based places by ranking and subject index, counted from the top and from the bottom. */
  ranks: Map<string, { top: Map<number, number>; bottom: Map<number, number> }>;
}

/** Where the figures of an item of a subject stand in the columns. */
export const cellOf = ({ width }: Frame, item: number, subject: number): number => subject * width + item;

export class Scope {
  readonly items: string[] = [];
  private readonly itemIndex = new Map<string, number>();
  /** Items whose facts some figure looks at one by one. */
  readonly singles = new Map<string, number>();
  /** Blanks met since `takeBlanks`; whoever is compiled next refuses to run with them. */
  private blanks: Problem[] = [];
  /** Expected sides of each threshold, for the coverage of the examples. */
  readonly points = new Map<string, Set<string>>();

  constructor(
    readonly composed: Composed,
    readonly outputs: ReadonlySet<string>,
    readonly probe?: Probe,
  ) {}

  declare(item: string): number {
    let index = this.itemIndex.get(item);
    if (index === undefined) {
      index = this.items.push(item) - 1;
      this.itemIndex.set(item, index);
    }
    return index;
  }

  item(name: string, where: string): number {
    const bound = this.composed.bind[name] ?? name;
    const index = this.itemIndex.get(bound);
    if (index === undefined) throw this.missing(name, where, this.items);
    return index;
  }

  /** An item whose facts are looked at one by one. */
  single(name: string, where: string): number {
    const index = this.item(name, where);
    this.singles.set(this.items[index]!, index);
    return index;
  }

  indexOf(item: string): number | undefined {
    return this.itemIndex.get(item);
  }

  output(name: string, where: string): string {
    const bound = this.composed.bind[name] ?? name;
    if (!this.outputs.has(bound) && !this.composed.inputs.has(bound))
      throw this.missing(name, where, [...this.outputs]);
    return bound;
  }

  honours(name: string, where: string, title?: string): void {
    const all = this.composed.rules.honours;
    const found = all.find((item) => item.id === name);
    if (!found)
      throw this.missing(
        name,
        where,
        all.map((item) => item.id),
      );
    const titles = found.titles.map((item) => item.id);
    if (title !== undefined && !titles.includes(title)) throw this.missing(title, where, titles);
  }

  missing(name: string, where: string, allowed: readonly string[]): Problem {
    const close = nearest(name, allowed);
    return new Problem(
      'pack.reference_missing',
      { where, got: name },
      {
        errors: [
          {
            where,
            got: name,
            ...(close ? { allowed: close } : {}),
            message: { 'zh-CN': `没有 ${name}`, en: `no ${name}` },
          },
        ],
      },
    );
  }

  setting(name: string): string {
    const setting = this.composed.settings[name];
    if (!setting) throw this.missing(name, name, Object.keys(this.composed.settings));
    return setting.chosen;
  }

  /** A word of an enumeration, through the setting that chooses it. */
  word<T extends string>(word: Word | undefined, allowed: readonly T[], where: string): T {
    const text = typeof word === 'object' ? this.setting(word.setting) : word;
    if (!allowed.includes(text as T))
      throw new Problem(
        'pack.invalid',
        { where, got: String(text) },
        {
          errors: [
            { where, got: String(text), allowed, message: { 'zh-CN': '不是可用的词', en: 'not an allowed word' } },
          ],
        },
      );
    return text as T;
  }

  /** A figure; a blank counts as 0 here and makes whatever rests on it refuse to run. */
  amount(value: Amount): number {
    if (typeof value === 'string') return parseUnits(value, 4);
    if ('setting' in value) return parseUnits(this.setting(value.setting), 4);
    const parameter = this.composed.parameters[value.parameter];
    if (!parameter) throw this.missing(value.parameter, value.parameter, Object.keys(this.composed.parameters));
    if (parameter.value !== null) return parseUnits(parameter.value, 4);
    this.blanks.push(blankProblem(value.parameter, parameter.article));
    return 0;
  }

  /** A figure whose blank stops only what it is really needed for. */
  open(value: Amount): { units: number; blank?: Problem } {
    const before = this.blanks;
    this.blanks = [];
    const units = this.amount(value);
    const [blank] = this.takeBlanks();
    this.blanks = before;
    return blank ? { units, blank } : { units };
  }

  takeBlanks(): Problem[] {
    const found = this.blanks;
    this.blanks = [];
    return found;
  }

  expect(point: string, ...sides: string[]): void {
    const known = this.points.get(point) ?? new Set<string>();
    for (const side of sides) known.add(side);
    this.points.set(point, known);
  }
}

export function blankProblem(parameter: string, article: string): Problem {
  return new Problem('regulation.blank', { parameter, article }, { articles: [article] });
}
