/** Content of the result notice (P-RESULT) and of the honour certificates (P-CERT): texts and business keys only. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { SubjectKey } from '../core/fact.js';
import { periodOf } from '../core/period.js';
import { Problem } from '../core/problem.js';
import { display, divide, fromRational, sum } from '../core/rules/figures/exact.js';
import { unitName } from '../core/rules/pack/unit-names.js';
import type { CompiledEdition } from '../core/rules/types.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { PaperData } from '../paper/paper-data.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { ResultsService } from '../scoring/results.service.js';
import type { StoredResult } from '../scoring/scoring.types.js';
import type { RankingView } from './appraisal.contract.js';
import { RankingService } from './ranking.service.js';

/** How a period is called in a notice. */
export function periodName(key: string): string {
  const [year, rest] = key.split('-');
  if (!rest) return `${year}年度`;
  return rest.startsWith('Q') ? `${year}年第${'一二三四'[Number(rest[1]) - 1]}季度` : `${year}年${Number(rest)}月`;
}

interface Material {
  view: RankingView;
  edition: CompiledEdition;
  results: readonly StoredResult[];
}

@Injectable()
export class AppraisalPaper implements OnModuleInit {
  constructor(
    private readonly data: PaperData,
    private readonly rankings: RankingService,
    private readonly results: ResultsService,
    private readonly regulation: RegulationService,
    private readonly ledger: LedgerService,
  ) {}

  onModuleInit(): void {
    this.data.register('cycle.result', (tx, args) => this.notice(tx, String(args.cycle)));
    this.data.register('cycle.honour', (tx, args) =>
      this.certificate(tx, args as unknown as { cycle: string; honour: string; subject: string }),
    );
  }

  private async notice(tx: Tx, cycle: string): Promise<unknown> {
    const material = await this.material(tx, cycle);
    const { view, edition } = material;
    const name = periodName(cycle);
    const monthly = `${name}${name.endsWith('月') ? '份' : ''}`;
    const noun = view.rankings.some(({ rows }) => rows.some((row) => row.subject.startsWith('window:')))
      ? '窗口'
      : '员工';
    const windows = view.rankings.reduce((count, { rows }) => count + rows.length, 0);
    return {
      period: name,
      title: `关于${monthly}${noun}服务考核情况的通报`,
      addressee: noun === '窗口' ? '各派驻单位，各窗口，中心各科室' : '各科室',
      opening: `根据${edition.title.zh}，现对${windows}${noun === '窗口' ? '个窗口' : '名员工'}${monthly}的工作情况进行了考核。考核结果经核对和考核领导小组审定，并已公示期满，现予通报。`,
      sections: [
        { heading: '总体情况', paragraphs: this.overall(material) },
        {
          heading: '考核排名',
          paragraphs: view.rankings.map(
            (ranking) => `${ranking.groupName.zh}前三名依次为：${topOf(ranking)}。各${noun}得分和名次见附件。`,
          ),
        },
        { heading: '存在的问题', paragraphs: [await this.problems(tx, cycle, edition)] },
      ],
      honours: honourNames(view, edition),
      closing: `希望受表彰的${noun}珍惜荣誉，再接再厉；各有关${noun}要对照问题逐项整改，不断提升服务质量和办事效率。`,
      groups: view.rankings.map((ranking, index) => this.group(ranking, index, material, monthly)),
      notes: [
        `数据截至${periodOf(cycle).to}，按已确认的记录计算；得分相同的依次比较制度所列指标，仍相同的名次并列，下一名次相应后移。`,
        ...view.honours
          .map((honour) => `${honour.name.zh}（${groupName(view, honour.group)}）：${honour.arithmetic.zh}`)
          .slice(0, 5),
      ],
      basis: basisOf(
        edition,
        view.honours.map((honour) => honour.article),
      ),
    };
  }

  private async certificate(tx: Tx, args: { cycle: string; honour: string; subject: string }): Promise<unknown> {
    const { view, edition } = await this.material(tx, args.cycle);
    const honour = view.honours.find(
      (entry) => entry.honour === args.honour && entry.awarded.some(({ subject }) => subject === args.subject),
    );
    const winner = honour?.awarded.find(({ subject }) => subject === args.subject);
    if (!honour || !winner) throw new Problem('platform.not_found');
    const name = periodName(args.cycle);
    return {
      recipient: { key: args.subject, name: winner.name },
      address: args.subject.startsWith('person:') ? '同志' : null,
      title: honour.name.zh,
      period: name,
      citation: `在${name}${name.endsWith('月') ? '份' : ''}服务考核中，成绩优异，被评为“${honour.name.zh}”。`,
      basis: basisOf(edition, [honour.article]),
    };
  }

  private async material(tx: Tx, cycle: string): Promise<Material> {
    const view = await this.rankings.read(tx, cycle, 'shown');
    const found = await this.results.results(tx, cycle);
    if (!found) throw new Problem('result.not_computed', { period: cycle });
    return { view, edition: await this.regulation.byHash(tx, found.run.editionHash), results: found.results };
  }

  private overall({ view, results, edition }: Material): string[] {
    const groups = view.rankings.map(
      ({ groupName: title, rows, unit, counts }) =>
        `${title.zh}${rows.length}，平均${meanOf(rows.map((row) => row.value))}${unitName(unit, counts).zh}`,
    );
    const all = view.rankings.flatMap(({ rows }) => rows.map((row) => row.value));
    const kind = view.rankings.some(({ rows }) => rows.some((row) => row.subject.startsWith('window:')))
      ? '个窗口'
      : '名员工';
    const names = [...new Set(view.rankings.map(({ unit, counts }) => unitName(unit, counts).zh))];
    // A mean over figures of different units would say nothing.
    const mean = names.length === 1 ? `平均${names[0] === '分' ? '得分' : ''}${meanOf(all)}${names[0]}，` : '';
    const lines = [`${all.length}${kind}${mean}其中${groups.join('，')}。`];
    for (const output of edition.outputs.filter((entry) => entry.subjectKind === 'person')) {
      // Leaders and offices are in the population too; only those whom the edition groups are appraised as staff.
      const scored = results.filter((result) => result.output === output.output && result.group === 'staff');
      if (scored.length === 0) continue;
      const base = output.sections.map((section) => fromRational(section.base));
      const full = display(sum(base));
      const lowered = scored.filter((result) => display(fromRational(result.total)) !== full).length;
      lines.push(
        `${output.zh}：参加考核${scored.length}人，${lowered > 0 ? `其中${lowered}人有扣分或加分记录` : '均无扣分记录'}。`,
      );
    }
    return lines;
  }

  /** The most frequent recorded items of the period, told by the words of the regulation. */
  private async problems(tx: Tx, cycle: string, edition: CompiledEdition): Promise<string> {
    const counts = new Map<string, number>();
    for (const entry of await this.ledger.sums(tx, periodOf(cycle)))
      counts.set(entry.item, (counts.get(entry.item) ?? 0) + entry.count);
    const lines = edition.items
      .filter(
        (item) =>
          item.recordable && (item.points ?? item.range?.points[0] ?? 0) < 0 && (counts.get(item.item) ?? 0) > 0,
      )
      .map((item) => ({ ...item, count: counts.get(item.item) ?? 0 }))
      .sort((a, b) => b.count - a.count || (a.item < b.item ? -1 : 1))
      .slice(0, 3);
    if (lines.length === 0) return '本期没有经确认的扣分记录。';
    return `${lines.map((item, index) => `${'一二三'[index]}是${item.zh}（${item.article}）${item.count}次`).join('；')}。`;
  }

  private group(ranking: RankingView['rankings'][number], index: number, material: Material, monthly: string) {
    const { edition, results } = material;
    const output = edition.rankings.find((entry) => entry.ranking === ranking.ranking)?.output ?? '';
    const info = edition.outputs.find((entry) => entry.output === output);
    const bySubject = new Map<SubjectKey, StoredResult>(
      results.filter((result) => result.output === output).map((result) => [result.subject, result]),
    );
    return {
      number: String(index + 1),
      title: `${ranking.groupName.zh}${monthly}考核得分和名次`,
      who: ranking.rows.every((row) => row.subject.startsWith('person:')) ? '姓名' : '窗口',
      sections: (info?.sections ?? []).map((section) => section.zh),
      figure: ranking.unit === 'points' ? '得分' : `${info?.zh ?? ''}（${unitName(ranking.unit, ranking.counts).zh}）`,
      rows: ranking.rows.map((row) => ({
        key: row.subject,
        rank: String(row.rank),
        name: row.name,
        parts: (bySubject.get(row.subject)?.sections ?? []).map((section) => display(fromRational(section.total))),
        total: row.shown,
        grade: bySubject.get(row.subject)?.grade ?? null,
        honour: row.honour,
        change: row.change === null || row.change === 0 ? null : row.change > 0 ? `↑${row.change}` : `↓${-row.change}`,
      })),
    };
  }
}

const meanOf = (values: readonly string[]): string =>
  values.length === 0 ? '0' : display(divide(sum(values.map(fromRational)), values.length * 10_000));

/** The first three places in words; many equals are told by their number. */
function topOf({ rows }: RankingView['rankings'][number]): string {
  const places = new Map<number, string[]>();
  for (const row of rows.filter((entry) => entry.rank <= 3))
    places.set(row.rank, [...(places.get(row.rank) ?? []), row.name]);
  return [...places]
    .map(([rank, names]) => {
      if (names.length === 1) return names[0];
      const shown = names.length > 3 ? `${names[0]}等${names.length}名` : names.join('、');
      return `${shown}（并列第${rank}）`;
    })
    .join('、');
}

const groupName = (view: RankingView, group: string): string =>
  view.rankings.find((ranking) => ranking.group === group)?.groupName.zh ?? group;

/** One line for each title over all groups, in the order of the edition. */
function honourNames(view: RankingView, edition: CompiledEdition): { title: string; names: string[] }[] {
  const titles = new Map<string, string[]>(edition.honours.map((honour) => [honour.zh, []]));
  for (const honour of view.honours)
    titles.set(honour.name.zh, [...(titles.get(honour.name.zh) ?? []), ...honour.awarded.map(({ name }) => name)]);
  return [...titles].filter(([, names]) => names.length > 0).map(([title, names]) => ({ title, names }));
}

const basisOf = (edition: CompiledEdition, articles: readonly string[]) => ({
  regulation: edition.title.zh,
  edition: edition.edition,
  articles: [...new Set(articles)].sort().slice(0, 40),
});
