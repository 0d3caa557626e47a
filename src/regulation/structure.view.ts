/** Lays an edition out for reading. Takes the texts as they were composed; computes nothing. */

import type { Band, Cond, Expr } from '../core/rules/language/expression.js';
import type { Decision } from '../core/rules/language/language.js';
import type { AccountRule, Range } from '../core/rules/language/language-account.js';
import type { SheetRule } from '../core/rules/language/language-sheet.js';
import { type Choices, type Composed, compose, type PackLibrary } from '../core/rules/pack/compose.js';
import type { PackModel } from '../core/rules/pack/pack.js';
import { examplesView } from './example.view.js';
import { partsOf } from './parts.view.js';
import { type Names, ruleWords, type Words } from './rule-words.js';
import type { AmountView, BandView, RuleView, StructureView } from './structure.contract.js';

const literal = (text: string | null): AmountView => ({ text, parameter: null, setting: null });

/** Titles by id; the first that names a thing counts. */
function namesOf(composed: Composed): Names {
  const { facts, sheets, accounts, blends, rankings, honours } = composed.rules;
  const names = new Map<string, Words>();
  const add = (id: string, title: Words | undefined): void => {
    if (title && !names.has(id)) names.set(id, title);
  };
  for (const fact of facts) add(fact.item, fact.title);
  for (const sheet of sheets) {
    add(sheet.output, sheet.title);
    for (const section of sheet.sections) {
      add(section.id, section.title);
      for (const rule of section.rules) add(rule.id, rule.title);
    }
  }
  for (const account of accounts) {
    add(account.output, account.title);
    for (const rule of account.rules) add(rule.id, rule.title);
  }
  for (const blend of blends) {
    add(blend.output, blend.title);
    for (const part of blend.parts) add(part.id, part.title);
  }
  for (const ranking of rankings) add(ranking.id, ranking.title);
  for (const honour of honours) for (const title of honour.titles) add(title.id, title.title);
  for (const [name, setting] of Object.entries(composed.settings)) add(name, setting.title);
  for (const [name, parameter] of Object.entries(composed.parameters)) add(name, parameter.title);
  for (const [from, to] of Object.entries(composed.bind)) add(from, names.get(to));
  return names;
}

class Layout {
  readonly names: Names;
  readonly words: ReturnType<typeof ruleWords>;

  constructor(readonly composed: Composed) {
    this.names = namesOf(composed);
    this.words = ruleWords(this.names, (value) => this.amount(value));
  }

  /** What an amount or word of the text comes to: itself, the chosen reading, the filled parameter. */
  amount(value: unknown): AmountView {
    if (value !== null && typeof value === 'object') {
      const { setting, parameter } = value as { setting?: string; parameter?: string };
      if (setting) return { text: this.composed.settings[setting]?.chosen ?? null, parameter: null, setting };
      if (parameter) return { text: this.composed.parameters[parameter]?.value ?? null, parameter, setting: null };
      return literal(this.words.expr(value as Expr).zh);
    }
    return literal(value === null || value === undefined ? null : String(value));
  }

  maybe(value: unknown): AmountView | null {
    return value === undefined ? null : this.amount(value);
  }

  band = (band: Band): BandView => ({
    from: this.maybe(band.from),
    above: this.maybe(band.above),
    to: this.maybe(band.to),
    below: this.maybe(band.below),
    amount: this.maybe(band.amount),
    grade: band.grade ?? null,
    title: band.title ?? null,
  });

  told = (value: Expr | undefined): Words | null => (value === undefined ? null : this.words.expr(value));
  when = (value: Cond | undefined): Words | null => (value === undefined ? null : this.words.cond(value));

  private span(value: Range): [AmountView, AmountView] {
    return Array.isArray(value)
      ? [this.amount(value[0]), this.amount(value[1])]
      : [this.amount(value), this.amount(value)];
  }

  sheetRule(rule: SheetRule, output: string, section: string): RuleView {
    const given = rule as SheetRule & {
      each?: unknown;
      bands?: Band[];
      ladder?: unknown;
      upTo?: unknown;
      below?: unknown;
      measure?: Expr;
      range?: { points: [string, string] };
    };
    return {
      id: rule.id,
      article: rule.article ?? rule.id,
      ...rule.title,
      kind: rule.kind,
      output,
      section,
      unit: rule.unit ?? null,
      points: this.maybe(given.each),
      money: null,
      range: given.range ? { points: this.span(given.range.points), money: null } : null,
      bands: (given.bands ?? []).map(this.band),
      atLeast: this.maybe(rule.atLeast),
      atMost: this.maybe(given.upTo ?? rule.atMost),
      threshold: rule.kind === 'K16' ? this.maybe(given.below) : null,
      ladder: given.ladder ? this.words.steps(given.ladder) : null,
      head: null,
      measure: this.told(given.measure),
      when: this.when(rule.when),
    };
  }

  accountRule(rule: AccountRule, output: string): RuleView {
    const ranged = Array.isArray(rule.points) || Array.isArray(rule.money);
    return {
      id: rule.id,
      article: rule.article ?? rule.id,
      ...rule.title,
      kind: rule.kind,
      output,
      section: null,
      unit: rule.unit ?? null,
      points: ranged ? null : this.amount(rule.points),
      money: ranged || rule.money === undefined ? null : this.amount(rule.money),
      range: ranged
        ? { points: this.span(rule.points), money: rule.money === undefined ? null : this.span(rule.money) }
        : null,
      bands: [],
      atLeast: null,
      atMost: null,
      threshold: null,
      ladder: null,
      head: rule.head
        ? {
            points: this.span(rule.head.points),
            money: rule.head.money === undefined ? null : this.span(rule.head.money),
            clause: this.amount(rule.head.clause),
          }
        : null,
      measure: null,
      when: null,
    };
  }

  decision(decision: Decision): StructureView['decisions'][number] {
    return {
      id: decision.id,
      article: decision.article,
      ...decision.title,
      rows: decision.rows.map((row) => ({
        id: row.id,
        articles: row.articles,
        ...row.title,
        when: this.when(row.when),
        gives: Object.entries(row.gives).map(([name, value]) => ({ name, value: this.given(value) })),
      })),
    };
  }

  private given(value: unknown): AmountView {
    if (Array.isArray(value)) {
      const parts = value.map((one) => (Array.isArray(one) ? `(${this.given(one).text})` : this.given(one).text));
      return literal(parts.map((part) => part ?? '____').join(', '));
    }
    if (value !== null && typeof value === 'object') {
      const { number } = value as { number?: string };
      if (number !== undefined) return literal(number);
      if ('setting' in value || 'parameter' in value) return this.amount(value);
      return literal(JSON.stringify(value));
    }
    return literal(value === null ? null : String(value));
  }
}

const packLine = (pack: PackModel): StructureView['packs'][number] => {
  const entry = pack.index.editions.find((one) => one.edition === pack.edition);
  return {
    id: pack.id,
    edition: pack.edition,
    ...pack.index.title,
    from: entry?.from ?? pack.edition,
    to: entry?.to ?? null,
    assumed: entry?.assumed ?? false,
    articles: pack.articles.articles.map((one) => one.article),
  };
};

/** @param choices of the office on top of what the pack says */
export function structureOf(model: PackModel, library: PackLibrary, choices?: Choices): StructureView {
  const composed = compose(model, library, choices);
  const layout = new Layout(composed);
  const { rules } = composed;
  const own = packLine(model);
  // A check-list is told as what it is and not as the sheet that computes it.
  const lists = new Set(composed.packs.flatMap((pack) => (pack.rules.checklists ?? []).map((list) => list.output)));
  const sheets = rules.sheets.filter(({ output }) => !lists.has(output) && !lists.has(output.replace(/Points$/, '')));
  return {
    from: own.from,
    to: own.to,
    assumed: own.assumed,
    packs: composed.packs.map(packLine),
    rules: [
      ...sheets.flatMap((sheet) =>
        sheet.sections.flatMap((part) => part.rules.map((rule) => layout.sheetRule(rule, sheet.output, part.id))),
      ),
      ...rules.accounts.flatMap((account) => account.rules.map((rule) => layout.accountRule(rule, account.output))),
    ],
    sections: sheets.flatMap((sheet) =>
      sheet.sections.map((part) => ({
        output: sheet.output,
        id: part.id,
        article: part.article,
        ...part.title,
        base: layout.amount(part.base),
        floor: layout.maybe(part.floor),
        cap: layout.maybe(part.cap),
      })),
    ),
    budgets: sheets.flatMap((sheet) =>
      (sheet.budgets ?? []).map(({ id, article, title, sections, atLeast, atMost }) => ({
        output: sheet.output,
        id,
        article,
        ...title,
        sections,
        atLeast: layout.maybe(atLeast),
        atMost: layout.maybe(atMost),
      })),
    ),
    overlaps: composed.packs.flatMap((pack) =>
      (pack.rules.overlap ?? []).map(({ id, article, title, policy }) => ({
        id,
        article,
        ...title,
        policy: layout.amount(policy),
      })),
    ),
    incomplete: sheets.flatMap((sheet) =>
      sheet.incomplete
        ? [
            {
              output: sheet.output,
              article: sheet.incomplete.article,
              ...sheet.incomplete.title,
              of: layout.amount(sheet.incomplete.of),
              mode: layout.amount(sheet.incomplete.mode),
            },
          ]
        : [],
    ),
    blends: rules.blends.map((blend) => ({
      ...marksOf(composed, layout, blend),
      output: blend.output,
      article: blend.article,
      ...blend.title,
      parts: blend.parts.map((part) => ({
        id: part.id,
        article: part.article,
        ...part.title,
        weight: layout.maybe(part.weight),
      })),
      grades: (blend.grade?.bands ?? []).map(layout.band),
    })),
    honours: rules.honours.map((honour) => honourView(honour, layout)),
    decisions: rules.decisions.map((decision) => layout.decision(decision)),
    ...partsOf(composed, layout),
    examples: examplesView(model, layout.names),
  };
}

/** What a weighted figure asks of its parts. */
function marksOf(
  composed: Composed,
  layout: Layout,
  blend: Composed['rules']['blends'][number],
): Pick<StructureView['blends'][number], 'marks' | 'each'> {
  const written = composed.packs.flatMap((pack) => pack.rules.dimensions ?? []);
  const { marks } = written.find((one) => one.output === blend.output) ?? {};
  return {
    marks: marks ? [layout.amount(marks.from), layout.amount(marks.to)] : null,
    each: blend.each
      ? { atLeast: layout.amount(blend.each.atLeast), article: blend.each.article, otherwise: blend.each.otherwise }
      : null,
  };
}

function honourView(honour: Composed['rules']['honours'][number], layout: Layout): StructureView['honours'][number] {
  return {
    id: honour.id,
    article: honour.article,
    ...(layout.names.get(honour.id) ?? honour.titles[0]!.title),
    ranking: honour.ranking,
    titles: honour.titles.map((title) => ({
      id: title.id,
      article: title.article,
      ...title.title,
      ratio: 'ratio' in title ? layout.amount(title.ratio) : null,
      count: 'count' in title ? layout.amount(title.count) : null,
    })),
    conditions: [
      ...(honour.eligible ?? []).map(({ article, title }) => ({ article, ...title, excludes: false })),
      ...(honour.disqualified ?? []).map(({ article, title }) => ({ article, ...title, excludes: true })),
    ],
  };
}
