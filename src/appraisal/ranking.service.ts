/** Rankings and honours for the board, the committee, the publicity page and the papers: one reading, told to each. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import type { CompiledEdition, RankingResult } from '../core/rules/types.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { ResultsService } from '../scoring/results.service.js';
import { unitIn } from '../scoring/scoring.view.js';
import type { RankingView } from './appraisal.contract.js';
import { AppraisalService, isPublished } from './appraisal.service.js';

const monthBefore = (key: string): string | undefined => {
  const match = /^(\d{4})-(\d{2})$/.exec(key);
  if (!match) return undefined;
  const [year, month] = [Number(match[1]), Number(match[2])];
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
};

@Injectable()
export class RankingService {
  constructor(
    private readonly database: Database,
    private readonly appraisal: AppraisalService,
    private readonly results: ResultsService,
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
  ) {}

  ranking(actor: Actor, key: string): Promise<RankingView> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const cycle = await this.appraisal.cycle(tx, key);
      const view = await this.read(tx, key, this.appraisal.figuresFor(actor, cycle));
      return { ...view, state: cycle.state };
    });
  }

  /** @throws Problem result.not_computed */
  async read(tx: Tx, key: string, which: 'latest' | 'shown'): Promise<RankingView> {
    const found = await this.results.rankings(tx, key, which);
    if (!found) throw new Problem('result.not_computed', { period: key });
    const edition = await this.regulation.byHash(tx, found.run.editionHash);
    const names = await this.names(
      tx,
      found.rankings.flatMap(({ rows }) => rows.map((row) => row.subject)),
    );
    const nameOf = (subject: string) => names.get(subject) ?? subject;
    const before = await this.ranksBefore(tx, key);
    const shown = await this.results.totals(tx, key, found.run.ordinal);
    const titleOf = new Map<string, string>();
    for (const honour of found.honours)
      for (const subject of honour.awarded)
        titleOf.set(`${honour.ranking}/${subject}`, titleIn(edition, honour.honour).zh);
    return {
      cycle: key,
      state: '',
      stage: found.stage,
      digest: found.run.digest,
      rankings: inOrder(edition, found.rankings).map(({ ranking, group, rows }) => ({
        ranking,
        group,
        groupName: groupIn(edition, ranking, group),
        ...unitIn(edition, edition.rankings.find((entry) => entry.ranking === ranking)?.output ?? ''),
        incomplete: incompleteIn(edition, ranking),
        rows: rows.map((row) => {
          const then = before.get(`${ranking}/${row.subject}`);
          const output = edition.rankings.find((entry) => entry.ranking === ranking)?.output ?? '';
          return {
            subject: row.subject,
            name: nameOf(row.subject),
            rank: row.rank,
            shown: shown.get(`${row.subject} ${output}`) ?? row.value,
            value: row.value,
            tiedWith: [...row.tiedWith],
            decidedBy: row.decidedBy ?? null,
            decidedTitle: row.decidedBy ? tieBreakIn(edition, ranking, row.decidedBy) : null,
            honour: titleOf.get(`${ranking}/${row.subject}`) ?? null,
            change: then === undefined ? null : then - row.rank,
          };
        }),
      })),
      honours: found.honours.map((honour) => ({
        honour: honour.honour,
        name: titleIn(edition, honour.honour),
        group: honour.group,
        article: honour.article,
        places: honour.places,
        arithmetic: honour.arithmetic,
        awarded: honour.awarded.map((subject) => ({ subject, name: nameOf(subject) })),
        held: honour.held.map((subject) => ({ subject, name: nameOf(subject) })),
        reasons: honour.reasons.map((reason) => ({ ...reason, name: nameOf(reason.subject) })),
      })),
    };
  }

  /** What anybody may read while a result is in publicity: windows, places, points and titles, no person (R28.07, PIPL 25). */
  async publicity(institution: string, key: string) {
    const found = await this.database.system((tx) => this.organization.institutionByCode(tx, institution));
    if (!found) throw new Problem('platform.not_found');
    return this.database.inInstitution(found.id, async (tx) => {
      const cycle = await this.appraisal.cycle(tx, key).catch(() => undefined);
      if (!cycle || !isPublished(cycle)) throw new Problem('platform.not_found');
      const view = await this.read(tx, key, 'shown');
      const windowsOnly = view.rankings.filter(({ rows }) => rows.every((row) => row.subject.startsWith('window:')));
      return {
        institution: found.name,
        cycle: key,
        state: cycle.state,
        rankings: windowsOnly.map(({ ranking, group, groupName, unit, counts, rows }) => ({
          ranking,
          group,
          groupName,
          unit,
          counts,
          rows: rows.map(({ name, rank, shown, honour }) => ({ name, rank, shown, honour })),
        })),
        honours: view.honours
          .filter((honour) => honour.awarded.every(({ subject }) => subject.startsWith('window:')))
          .map(({ name, group, arithmetic, awarded }) => ({
            name,
            group,
            arithmetic,
            awarded: awarded.map((entry) => entry.name),
          })),
      };
    });
  }

  private async ranksBefore(tx: Tx, key: string): Promise<Map<string, number>> {
    const period = monthBefore(key);
    const found = period ? await this.results.rankings(tx, period) : undefined;
    return new Map(
      (found?.rankings ?? []).flatMap(({ ranking, rows }) =>
        rows.map((row) => [`${ranking}/${row.subject}`, row.rank] as const),
      ),
    );
  }

  private async names(tx: Tx, subjects: readonly string[]): Promise<Map<string, string>> {
    const windows = await this.organization.windows(tx);
    const people = await this.organization.people(
      tx,
      subjects.filter((key) => key.startsWith('person:')).map((key) => key.slice(7)),
    );
    return new Map([
      ...windows.map((window) => [`window:${window.code}`, window.name] as const),
      ...people.map((person) => [`person:${person.code}`, person.name] as const),
    ]);
  }
}

/** Groups stand as the edition lists them, not as the database sorts them. */
function inOrder(edition: CompiledEdition, rankings: readonly RankingResult[]): RankingResult[] {
  const order = edition.rankings.flatMap(({ ranking, groups }) => groups.map((group) => `${ranking}/${group.id}`));
  const place = (one: RankingResult) => order.indexOf(`${one.ranking}/${one.group}`);
  return [...rankings].sort((a, b) => place(a) - place(b));
}

const titleIn = (edition: CompiledEdition, honour: string) => {
  const found = edition.honours.find((entry) => entry.honour === honour);
  return { zh: found?.zh ?? honour, en: found?.en ?? honour };
};

const tieBreakIn = (edition: CompiledEdition, ranking: string, id: string) => {
  const found = edition.rankings.find((entry) => entry.ranking === ranking)?.tieBreaks.find((entry) => entry.id === id);
  return { zh: found?.zh ?? id, en: found?.en ?? id };
};

const incompleteIn = (edition: CompiledEdition, ranking: string): RankingView['rankings'][number]['incomplete'] => {
  const output = edition.rankings.find((entry) => entry.ranking === ranking)?.output;
  return edition.outputs.find((entry) => entry.output === output)?.incomplete ?? null;
};

const groupIn = (edition: CompiledEdition, ranking: string, group: string) => {
  const found = edition.rankings.find((entry) => entry.ranking === ranking)?.groups.find((entry) => entry.id === group);
  return { zh: found?.zh ?? group, en: found?.en ?? group };
};
