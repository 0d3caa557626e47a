/**
 * Drafts of an edition. A draft keeps whatever its author writes, faulty or not; only its case (W13) puts it in force, and
 * from the review on it stays as it was checked.
 */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import type { Day } from '../../core/fact.js';
import { Problem } from '../../core/problem.js';
import { restateCases } from '../../core/rules/examples/restate.js';
import type { PackSource } from '../../core/rules/pack/pack.js';
import { OrganizationService } from '../../organization/organization.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../../platform/database/commands.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { Cases } from '../../platform/effects/case-port.js';
import { uuidV7 } from '../../platform/ids.js';
import type {
  BlankList,
  ChangeDraft,
  CheckReport,
  DraftList,
  DraftView,
  OpenDraft,
  PutSource,
  RestateCases,
  SourceView,
  SubmittedDraft,
} from '../draft.contract.js';
import { RegulationService, type WholeEdition } from '../regulation.service.js';
import { cyclesOf, withText } from './draft.content.js';
import { changed, fileOf, requireFirst, touched } from './draft.edit.js';
import { baseReading, checkDraft, draftReading } from './draft.memory.js';
import { DraftRepository, type DraftRow } from './draft.repository.js';
import { type DraftSurroundings, draftBlanks, draftLine, draftView, isEditable } from './draft.view.js';

@Injectable()
export class DraftService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly repository: DraftRepository,
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly cases: Cases,
    private readonly clock: Clock,
  ) {}

  /** Starts a draft. @throws Problem `regulation.edition_unknown`, `ruleset.from_not_first`, `pack.patch_*`, choices that do not exist */
  open(command: Command, body: OpenDraft): Promise<Answer<DraftView>> {
    return this.commands.run(command, async (tx) => {
      requireFirst(body.from);
      const { at, today } = await this.clock.now(tx);
      const base = await this.baseOf(tx, body, today);
      const { person } = command.actor;
      const blank: DraftRow = {
        id: uuidV7(),
        title: body.title,
        from: body.from,
        packId: base.edition.id,
        baseEdition: base.edition.edition,
        baseHash: base.edition.hash,
        baseSources: base.sources,
        baseChoices: base.choices,
        sources: base.sources,
        settings: {},
        fill: {},
        cycles: cyclesOf(base.edition),
        editors: [person],
        revision: 1,
        createdBy: person,
        createdAt: at,
        updatedBy: person,
        updatedAt: at,
      };
      const { settings, fill, items } = body;
      const row = changed(blank, { settings, fill, items }, person, at);
      await this.repository.insert(tx, row);
      return { status: 201, body: await this.view(tx, row), headers: { etag: `"${row.revision}"` } };
    });
  }

  list(actor: Actor): Promise<DraftList> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const rows = await this.repository.list(tx);
      const names = await this.names(
        tx,
        rows.flatMap((row) => [row.createdBy, row.updatedBy]),
      );
      const items = [];
      for (const row of rows) {
        const title = this.titleOf(row.packId);
        items.push(draftLine(row, { names, title, case: await this.caseOf(tx, row.id) }));
      }
      return { items, total: items.length };
    });
  }

  /** @throws Problem `ruleset.draft_unknown` */
  one(actor: Actor, id: string): Promise<DraftView> {
    return this.database.inInstitution(actor.institutionId, async (tx) => this.view(tx, await this.row(tx, id)));
  }

  blanks(actor: Actor, id: string): Promise<BlankList> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const row = await this.row(tx, id);
      const reading = draftReading(row);
      if (!reading.whole) throw reading.problem ?? new Problem('ruleset.not_clean', { faults: [] });
      const { id: pack, edition, hash } = reading.whole.edition;
      const items = draftBlanks(reading, await this.names(tx, peopleOf(row)));
      const filled = items.filter((item) => item.value !== null).length;
      return { edition: { id: pack, edition, hash }, items, total: items.length, filled };
    });
  }

  /** The text of a file as it was last written, with what the base says. @throws Problem `ruleset.file_unknown` */
  source(actor: Actor, id: string, file: string): Promise<SourceView> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const row = await this.row(tx, id);
      const { pack, part } = fileOf(row, file);
      const base = row.baseSources.find((source) => source.id === pack.id)?.[part]?.text ?? '';
      const text = pack[part]?.text ?? '';
      return { file, text, isChanged: text !== base, base };
    });
  }

  /**
   * Changes title, day, choices, fills, cycles and points of items. A choice that does not exist is refused; a text that is
   * faulty already does not stand in the way.
   */
  change(command: Command, id: string, body: ChangeDraft): Promise<Answer<DraftView>> {
    if (body.from) requireFirst(body.from);
    return this.write(command, id, (row, at) => changed(row, body, command.actor.person, at));
  }

  /** Keeps the text whatever is wrong with it; the answer lists its faults. */
  writeSource(command: Command, id: string, file: string, body: PutSource): Promise<Answer<DraftView>> {
    return this.write(command, id, (row, at) => {
      const place = fileOf(row, file);
      const base = row.baseSources.find((source) => source.id === place.pack.id)?.[place.part]?.text ?? '';
      const sources = withText(row.sources, place, body.text ?? base);
      return touched({ ...row, sources }, command.actor.person, at);
    });
  }

  /** Takes what comes out into the failing examples. Only figures move; an example that is refused stays for its author. */
  restate(command: Command, id: string, body: RestateCases): Promise<Answer<DraftView>> {
    return this.write(command, id, (row, at) => {
      const reading = draftReading(row);
      const { whole } = reading;
      if (!whole) throw reading.problem ?? new Problem('ruleset.not_clean', { faults: [] });
      const asked = (file: string, one: string) =>
        body.cases === undefined || body.cases.some((item) => item.file === file && item.id === one);
      const failed = checkDraft(row).cases.failed.filter((item) => asked(item.file, item.id));
      const sources = [...new Set(failed.map((item) => item.file))].reduce<readonly PackSource[]>((texts, file) => {
        const place = fileOf(row, file);
        const model = whole.library.find(place.pack.id);
        const ids = failed.filter((item) => item.file === file).map((item) => item.id);
        const text = model && restateCases(model, whole.library, ids);
        return text === undefined ? texts : withText(texts, place, text);
      }, row.sources);
      return touched({ ...row, sources }, command.actor.person, at);
    });
  }

  check(actor: Actor, id: string): Promise<CheckReport> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const row = await this.row(tx, id);
      return checkDraft(row);
    });
  }

  /** Opens the case of W13 on it; once more returns the case that is there. */
  submit(command: Command, id: string): Promise<Answer<SubmittedDraft>> {
    return this.commands.run(command, async (tx) => {
      const row = await this.row(tx, id, 'share');
      const { actor } = command;
      const input = { draft: row.id, title: row.title, pack: row.packId, from: row.from };
      const file = await this.cases.start(tx, { kind: KIND, key: row.id, input, applicant: actor.person, actor });
      return { status: 201, body: { ...file, key: row.id }, headers: { etag: `"${file.revision}"` } };
    });
  }

  /** @throws Problem `ruleset.draft_has_case` */
  remove(command: Command, id: string): Promise<Answer<null>> {
    return this.commands.run(command, async (tx) => {
      const row = await this.row(tx, id, 'update');
      const state = await this.cases.stateOf(tx, KIND, id);
      if (state !== undefined) throw new Problem('ruleset.draft_has_case', { state });
      if (!(await this.repository.remove(tx, id, row.revision))) throw unknownDraft(id);
      return { status: 200, body: null };
    });
  }

  /** What a draft says now, for whoever computes with it. @throws Problem `ruleset.draft_unknown`, or its first fault */
  async compiled(tx: Tx, id: string): Promise<Pick<WholeEdition, 'edition' | 'composed'>> {
    const { whole, problem } = draftReading(await this.row(tx, id));
    if (!whole) throw problem ?? new Problem('ruleset.not_clean', { faults: [] });
    return whole;
  }

  /** @throws Problem `ruleset.draft_unknown` */
  async row(tx: Tx, id: string, lock?: 'share' | 'update'): Promise<DraftRow> {
    const row = await this.repository.byId(tx, id, lock);
    if (!row) throw unknownDraft(id);
    return row;
  }

  private write(command: Command, id: string, edit: (row: DraftRow, at: Date) => DraftRow): Promise<Answer<DraftView>> {
    const { ifMatch } = command;
    if (ifMatch === undefined)
      throw new Problem('request.if_match_required', { where: 'If-Match', allowed: '"revision"' });
    return this.commands.run(command, async (tx) => {
      const row = await this.row(tx, id, 'update');
      if (row.revision !== ifMatch) throw stale(ifMatch, row.revision);
      const state = await this.cases.stateOf(tx, KIND, id);
      if (!isEditable(state)) throw new Problem('ruleset.draft_locked', { state: state ?? '' });
      const { at } = await this.clock.now(tx);
      const next = edit(row, at);
      if (!(await this.repository.change(tx, next))) throw stale(ifMatch, row.revision + 1);
      const written = { ...next, revision: row.revision + 1 };
      return { status: 200, body: await this.view(tx, written), headers: { etag: `"${written.revision}"` } };
    });
  }

  private async view(tx: Tx, row: DraftRow): Promise<DraftView> {
    const around: DraftSurroundings = {
      names: await this.names(tx, peopleOf(row)),
      case: await this.caseOf(tx, row.id),
      title: this.titleOf(row.packId),
    };
    const { whole: base } = baseReading(row);
    if (!base) throw new Problem('regulation.hash_mismatch', { hash: row.baseHash });
    return draftView(row, draftReading(row), base, around);
  }

  private async baseOf(tx: Tx, { base, from }: OpenDraft, today: Day): Promise<WholeEdition> {
    if (base !== 'adopted') return this.regulation.offered(tx, base.id, base.edition);
    const edition = await this.regulation.inForce(tx, from > today ? from : today);
    return this.regulation.whole(tx, edition.hash);
  }

  private async caseOf(tx: Tx, key: string): Promise<DraftSurroundings['case']> {
    const [id, state] = [await this.cases.find(tx, KIND, key), await this.cases.stateOf(tx, KIND, key)];
    return id && state ? { id, state } : null;
  }

  private titleOf(pack: string): DraftSurroundings['title'] {
    return this.regulation.library().find(pack)?.index.title ?? { zh: pack, en: pack };
  }

  private async names(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
    const people = await this.organization.people(tx, [...new Set(codes)]);
    return new Map(people.map((person) => [person.code, person.name]));
  }
}

const KIND = 'rule-set';
const unknownDraft = (id: string) => new Problem('ruleset.draft_unknown', { id });
const stale = (seen: number, revision: number) =>
  new Problem('ruleset.draft_changed', { seen, revision }, { revision });

const peopleOf = (row: DraftRow): string[] => [
  row.createdBy,
  row.updatedBy,
  ...row.editors,
  ...Object.values({ ...row.baseChoices.filled, ...row.fill }).map((entry) => entry.by),
];
