/** Expressions and conditions of a pack told in words, for people who read a rule and not its notation. */
import type { Cond, Expr } from '../core/rules/language/expression.js';
import type { AmountView } from './structure.contract.js';

export interface Words {
  zh: string;
  en: string;
}
/** Titles of items, outputs, rankings; the name itself where there is none. */
export type Names = ReadonlyMap<string, Words>;
/** An amount or word as it counts in the edition. */
export type Lookup = (amount: unknown) => AmountView;

type Loose = Readonly<Record<string, unknown>>;

const both = (text: string): Words => ({ zh: text, en: text });
const isObject = (value: unknown): value is Loose =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const aggregates: Readonly<Record<string, Words>> = {
  MEAN: { zh: '平均', en: 'mean' },
  SUM: { zh: '合计', en: 'sum' },
  LAST: { zh: '最后一期', en: 'last' },
};
const spans: Readonly<Record<string, Words>> = {
  month: { zh: '各月', en: 'months' },
  quarter: { zh: '各季', en: 'quarters' },
  year: { zh: '各年', en: 'years' },
};
const roundings: Readonly<Record<string, Words>> = {
  FLOOR: { zh: '舍去小数', en: 'rounded down' },
  CEIL: { zh: '进位', en: 'rounded up' },
  HALF_UP: { zh: '四舍五入', en: 'rounded' },
};

export function ruleWords(names: Names, lookup: Lookup) {
  const named = (name: unknown): Words => {
    const known = names.get(String(name));
    return known ? { zh: `“${known.zh}”`, en: `"${known.en}"` } : both(String(name));
  };
  const figure = (value: unknown): Words => {
    const { text, parameter, setting } = lookup(value);
    return text === null
      ? { zh: `（待填：${parameter ?? setting}）`, en: `(blank: ${parameter ?? setting})` }
      : both(text);
  };
  const join = (parts: readonly Words[], zh: string, en: string): Words => ({
    zh: parts.map((part) => part.zh).join(zh),
    en: parts.map((part) => part.en).join(en),
  });
  const say = (pattern: Words, ...parts: readonly Words[]): Words => ({
    zh: parts.reduce((text, part, index) => text.replaceAll(`{${index}}`, part.zh), pattern.zh),
    en: parts.reduce((text, part, index) => text.replaceAll(`{${index}}`, part.en), pattern.en),
  });
  const list = (value: unknown): Words[] => (Array.isArray(value) ? value : [value]).map((one) => expr(one as Expr));
  const word = (table: Readonly<Record<string, Words>>, value: unknown): Words => {
    const { text } = lookup(value);
    return table[text ?? ''] ?? both(text ?? '');
  };

  const tellers: Readonly<Record<string, (value: never, whole: Loose) => Words>> = {
    sum: (item) => say({ zh: '{0}的数量', en: 'quantity of {0}' }, named(item)),
    count: (item) => say({ zh: '{0}的次数', en: 'number of {0}' }, named(item)),
    value: (item) => named(item),
    points: (item) => say({ zh: '{0}所定的分值', en: 'points chosen for {0}' }, named(item)),
    days: (item) => say({ zh: '{0}的天数', en: 'days with {0}' }, named(item)),
    most: (item, whole) =>
      say({ zh: '任意 {1} 天内{0}最多的次数', en: 'most of {0} in any {1} days' }, named(item), figure(whole.within)),
    mean: (item, whole) =>
      lookup(whole.drop).text === 'TRIMMED'
        ? say({ zh: '{0}去掉最高、最低后的平均', en: 'mean of {0} without the highest and the lowest' }, named(item))
        : say({ zh: '{0}的平均', en: 'mean of {0}' }, named(item)),
    occurrence: (item, whole) =>
      say({ zh: '{0}从第 {1} 次起的次数', en: 'times of {0} from number {1} on' }, named(item), figure(whole.from)),
    unmet: (item) => say({ zh: '{0}不符合的次数', en: 'times {0} was not met' }, named(item)),
    onEach: (item, whole) =>
      say({ zh: '{0}每次各按：{1}', en: 'each {0} by itself: {1}' }, named(item), steps(whole.steps)),
    ladder: (of: { of: Expr; steps: unknown }) =>
      say({ zh: '{0}分段：{1}', en: '{0} in steps: {1}' }, expr(of.of), steps(of.steps)),
    choose: (arms: readonly { when?: Cond; take: Expr }[]) =>
      join(
        arms.map(({ when, take }) =>
          when
            ? say({ zh: '{1}时{0}', en: '{0} when {1}' }, expr(take), cond(when))
            : say({ zh: '其余{0}', en: 'else {0}' }, expr(take)),
        ),
        '；',
        '; ',
      ),
    share: (pair) => say({ zh: '{0}占{1}的百分比', en: '{0} as a percentage of {1}' }, ...list(pair)),
    output: (output, whole) =>
      whole.section ? say({ zh: '{0}中的{1}', en: '{1} of {0}' }, named(output), named(whole.section)) : named(output),
    history: (of: Loose) =>
      say(
        { zh: '{1}{0}的{2}', en: '{2} of {0} over the {1}' },
        named(of.output),
        word(spans, of.over),
        word(aggregates, of.aggregate),
      ),
    members: (of: Loose) =>
      say(
        { zh: '所属对象{0}的{1}', en: '{1} of {0} of its members' },
        named(of.output),
        word(aggregates, of.aggregate),
      ),
    change: (of: Loose) =>
      lookup(of.as).text === 'PERCENT'
        ? say({ zh: '{0}比上一期变化的百分比', en: 'change of {0} in percent' }, named(of.output))
        : say({ zh: '{0}比上一期的变化', en: 'change of {0} against the period before' }, named(of.output)),
    before: (of: Loose) => say({ zh: '上一期的{0}', en: '{0} of the period before' }, named(of.output)),
    periods: (of: Loose) =>
      say(
        { zh: '{1}中{0}{2}的期数', en: 'how many of the {1} had {0} {2}' },
        named(of.output),
        word(spans, of.over),
        bounds(of),
      ),
    running: () => ({ zh: '本部分至此的得分', en: 'what the section holds so far' }),
    rank: (of: Loose) =>
      of.from === 'bottom' ? { zh: '倒数名次', en: 'place from the bottom' } : { zh: '名次', en: 'place' },
    attribute: (attribute) => named(attribute),
    parameter: (parameter) => figure({ parameter }),
    setting: (setting) => figure({ setting }),
    add: (parts) => join(list(parts), ' + ', ' + '),
    minus: (parts) => join(list(parts), ' − ', ' − '),
    times: (parts) => join(list(parts), ' × ', ' × '),
    greatest: (parts) => say({ zh: '取最大（{0}）', en: 'greatest of ({0})' }, join(list(parts), '、', ', ')),
    least: (parts) => say({ zh: '取最小（{0}）', en: 'least of ({0})' }, join(list(parts), '、', ', ')),
    round: (of: { of: Expr; mode: unknown }) =>
      say({ zh: '{0}（{1}）', en: '{0} ({1})' }, expr(of.of), word(roundings, of.mode)),
    given: (of: { when: Cond; take: Expr; otherwise?: Expr }) =>
      of.otherwise === undefined
        ? say({ zh: '{0}（{1}时）', en: '{0} (when {1})' }, expr(of.take), cond(of.when))
        : say(
            { zh: '{1}时{0}，否则{2}', en: '{0} when {1}, else {2}' },
            expr(of.take),
            cond(of.when),
            expr(of.otherwise),
          ),
  };

  function expr(value: Expr): Words {
    if (typeof value === 'string') return /^[+-]?\d/.test(value) ? both(value) : named(value);
    if (!isObject(value)) return both(JSON.stringify(value));
    for (const [key, tell] of Object.entries(tellers))
      if (value[key] !== undefined) return chosen(tell(value[key] as never, value), value.where);
    return both(JSON.stringify(value));
  }

  /** Only facts that say so. */
  const chosen = (told: Words, where: unknown): Words =>
    isObject(where) ? say({ zh: '{0}（限{1}）', en: '{0} (only {1})' }, told, cond(where)) : told;

  /** `up to 3: each −1; above: each −2`. */
  const steps = (list: unknown): Words =>
    join(
      (Array.isArray(list) ? (list as Loose[]) : []).map((step) =>
        say(
          { zh: '{0}{1}{2}', en: '{0}: {1}{2}' },
          step.upTo === undefined
            ? say({ zh: '超过 {0} ', en: 'above {0}' }, figure(step.above))
            : say({ zh: '至 {0} ', en: 'up to {0}' }, figure(step.upTo)),
          step.each === undefined ? { zh: '计 ', en: '' } : { zh: '每单位 ', en: 'each ' },
          figure(step.each ?? step.amount),
        ),
      ),
      '；',
      '; ',
    );

  const limits: readonly [string, Words][] = [
    ['above', { zh: '大于', en: 'above' }],
    ['atLeast', { zh: '不少于', en: 'at least' }],
    ['below', { zh: '小于', en: 'below' }],
    ['atMost', { zh: '不超过', en: 'at most' }],
  ];

  function cond(value: Cond | Loose): Words {
    const given = value as Loose;
    if (Array.isArray(given.all)) return join(given.all.map(cond), ' 且 ', ' and ');
    if (Array.isArray(given.any)) return join(given.any.map(grouped), ' 或 ', ' or ');
    if (given.not) return say({ zh: '并非（{0}）', en: 'not ({0})' }, cond(given.not as Cond));
    if (given.recorded) return say({ zh: '有{0}的记录', en: '{0} is on record' }, named(given.recorded));
    if (given.known) return say({ zh: '已有{0}', en: '{0} is known' }, expr(given.known as Expr));
    if (given.awarded)
      return say({ zh: '获得{0}', en: 'won {0}' }, named((given.awarded as { honours: string }).honours));
    if (isObject(given.flagged))
      return say(
        { zh: '{0}已触发 {1}', en: '{0} set {1}' },
        named(given.flagged.output),
        both(String(given.flagged.flag)),
      );
    if (isObject(given.graded))
      return say(
        { zh: '{0}等次为 {1}', en: 'grade of {0} is {1}' },
        named(given.graded.output),
        both(String(given.graded.grade)),
      );
    const what = subjectOf(given);
    const parts = [
      ...limitsOf(given),
      ...(given.is === undefined ? [] : [say({ zh: '为 {0}', en: 'is {0}' }, both(String(given.is)))]),
      ...(Array.isArray(given.in)
        ? [say({ zh: '为其中之一：{0}', en: 'is one of: {0}' }, both(given.in.join(', ')))]
        : []),
    ];
    return say({ zh: '{0}{1}', en: '{0} {1}' }, what, join(parts, '、', ' and '));
  }

  const limitsOf = (given: Loose): Words[] =>
    limits.flatMap(([key, label]) =>
      given[key] === undefined ? [] : [say({ zh: '{0} {1}', en: '{0} {1}' }, label, figure(given[key]))],
    );
  const bounds = (given: Loose): Words => join(limitsOf(given), '、', ' and ');

  /** Several conditions inside an “or” are kept together by brackets. */
  const grouped = (value: Loose): Words =>
    Array.isArray(value.all) && value.all.length > 1 ? say({ zh: '（{0}）', en: '({0})' }, cond(value)) : cond(value);

  function subjectOf(given: Loose): Words {
    if (given.measure !== undefined) return expr(given.measure as Expr);
    const name = given.input ?? given.attribute ?? given.field ?? given.setting;
    return name === undefined ? both(JSON.stringify(given)) : named(name);
  }

  return { expr, cond, steps };
}
