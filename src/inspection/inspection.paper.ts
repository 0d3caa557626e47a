/** Content of the inspection record (P-INSP): mode, place, time, what was found, and who signed it. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Answer, InspectionContext } from '../../workflows/inspection/parts.js';
import { Problem } from '../core/problem.js';
import { PaperData } from '../paper/paper-data.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { CaseRepository } from '../workflow/case.repository.js';
import { CaseLabels } from '../workflow/case-labels.js';
import { CaseViewService } from '../workflow/case-view.service.js';

/** As much of the hash as a reader compares. */
const CONTENT_DIGITS = 16;
/** More articles would fill the foot of the record; each unmet line names its own. */
const MOST_ARTICLES = 30;

const dayName = (day: string): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;

@Injectable()
export class InspectionPaper implements OnModuleInit {
  constructor(
    private readonly data: PaperData,
    private readonly cases: CaseRepository,
    private readonly views: CaseViewService,
    private readonly labels: CaseLabels,
    private readonly regulation: RegulationService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.data.register('inspection.record', (tx, args) => this.record(tx, String(args.key)));
  }

  /** A signed inspection changes no more, so a late worker prints the same. @throws Problem case.not_found (404) */
  private async record(tx: Tx, key: string): Promise<unknown> {
    const file = await this.cases.byKey(tx, 'inspection', key);
    if (!file) throw new Problem('case.not_found');
    const context = file.context as unknown as InspectionContext;
    const day = context.heldOn ?? context.day;
    const names = await this.views.names(
      tx,
      [...context.team, ...context.subjects.map((subject) => subject.replace(/^person:/, ''))],
      day,
    );
    const unmet = unmetIn(context);
    const edition = await this.regulation.inForce(tx, day);
    return {
      key,
      mode: this.labels.word('inspection', 'values', context.mode, 'zh-CN'),
      checklist: context.title.zh,
      on: dayName(day),
      time: await this.time(tx, file.id, context),
      place: context.place ?? '—',
      subjects: context.subjects.map((subject) => ({ name: nameIn(names, subject), ...countsOf(context, subject) })),
      unmet: unmet.map(({ answer, line }) => ({
        subject: nameIn(names, answer.subject),
        article: line.article,
        line: line.zh,
        note: answer.note ?? null,
        evidence: answer.evidence?.length ? `证据 ${answer.evidence.length} 份` : null,
        follow: line.finding ? `移交后按 ${line.finding} 认定` : null,
      })),
      team: await this.team(tx, context, names),
      content: context.content.slice(0, CONTENT_DIGITS),
      basis: {
        regulation: edition.title.zh,
        edition: edition.edition,
        articles: [...new Set([context.title.article, ...unmet.map(({ line }) => line.article)])].slice(
          0,
          MOST_ARTICLES,
        ),
      },
    };
  }

  /** From the beginning to the last signature. */
  private async time(tx: Tx, id: string, { signatures }: InspectionContext): Promise<string> {
    const begun = (await this.cases.events(tx, id)).find((event) => event.type === 'inspection.start');
    const ended = signatures.at(-1);
    const times = [
      ...(begun ? [await this.clock.timeOf(tx, begun.happenedAt)] : []),
      ...(ended ? [await this.clock.timeOf(tx, new Date(ended.at))] : []),
    ];
    return times.length > 0 ? times.join(' 至 ') : '—';
  }

  private async team(tx: Tx, { signatures }: InspectionContext, names: ReadonlyMap<string, string>) {
    const team: { name: string; code: string; on: string }[] = [];
    for (const { person, at } of signatures) {
      const instant = new Date(at);
      const on = `${dayName(await this.clock.dayOf(tx, instant))} ${await this.clock.timeOf(tx, instant)}`;
      team.push({ name: names.get(person) ?? person, code: person, on });
    }
    return team;
  }
}

const nameIn = (names: ReadonlyMap<string, string>, subject: string): string =>
  names.get(subject.replace(/^person:/, '')) ?? subject.replace(/^\w+:/, '');

/** Place by place and in the order of the list. */
function unmetIn(context: InspectionContext) {
  return context.subjects.flatMap((subject) =>
    context.lines.flatMap((line) =>
      context.answers
        .filter((one) => one.subject === subject && one.line === line.id && one.answer === 'notMet')
        .map((answer: Answer) => ({ answer, line })),
    ),
  );
}

function countsOf({ answers }: InspectionContext, subject: string) {
  const count = (kind: Answer['answer']) =>
    String(answers.filter((one) => one.subject === subject && one.answer === kind).length);
  return { met: count('met'), notMet: count('notMet'), notApplicable: count('notApplicable') };
}
