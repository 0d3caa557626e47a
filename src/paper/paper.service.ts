/** Reading papers: list, detail, file (always the stored bytes), public verification; and the setting of the office. */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Actor, hasRole } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { FileStore } from '../platform/files/file-store.js';
import { writeSheet } from '../platform/files/sheet-writer.js';
import { type Office, office } from './data/common.js';
import type { PaperDetail, PapersQuery, PaperVerification, PaperView, VerifyQuery } from './paper.contract.js';
import { PaperRepository, type PaperRow } from './paper.repository.js';
import { codeHash, grouped, PaperProof, readCode } from './proof.js';
import { TemplateLibrary } from './template.js';

@Injectable()
export class PaperService {
  constructor(
    private readonly database: Database,
    private readonly papers: PaperRepository,
    private readonly library: TemplateLibrary,
    private readonly files: FileStore,
    private readonly proof: PaperProof,
    private readonly clock: Clock,
  ) {}

  /** Sets who issues papers, e.g. when an institution is founded. @throws ZodError for a profile of another shape */
  async adoptOffice(tx: Tx, profile: Office): Promise<void> {
    await this.papers.setOffice(tx, office.parse(profile));
  }

  /** The office of an example institution: `city-hall`, `bank-department` or `hospital`. */
  async adoptExampleOffice(tx: Tx, kind: string): Promise<void> {
    await this.papers.setOffice(tx, this.library.exampleOffice(kind));
  }

  async list(actor: Actor, query: PapersQuery): Promise<{ items: PaperView[]; total: number } | Buffer> {
    const sheet = query.format === 'xlsx';
    const found = await this.database.inInstitution(actor.institutionId, (tx) =>
      this.papers.list(tx, {
        ...query,
        subjects: seesAll(actor) ? undefined : ownSubjects(actor),
        limit: sheet ? 10_000 : query.pageSize,
        offset: sheet ? 0 : (query.page - 1) * query.pageSize,
      }),
    );
    const items = found.items.map((row) => this.view(row));
    return sheet ? registerOf(items) : { items, total: found.total };
  }

  /** @throws Problem `paper.not_found`, also when it is not yours to know */
  async get(actor: Actor, id: string): Promise<PaperDetail> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const row = await this.mine(tx, actor, id);
      const document = (await this.papers.document(tx, row.id))!;
      const code = await this.proof.codeOf(actor.institutionId, row.id);
      const prints = await this.papers.prints(tx, row.id);
      return {
        ...this.view(row),
        verificationCode: grouped(code),
        verificationPath: `/v/${code}`,
        prints: prints.map(({ person, at }) => ({ person, at: at.toISOString() })),
        seal: document.office.seal ? { name: document.office.seal, isPicture: true } : null,
      };
    });
  }

  /**
   * The stored file, byte for byte as issued; who took it is recorded.
   * @throws Problem `paper.not_found`, `paper.not_ready`, `paper.file_damaged`
   */
  async file(actor: Actor, id: string): Promise<{ name: string; bytes: Buffer }> {
    const row = await this.database.inInstitution(actor.institutionId, (tx) => this.mine(tx, actor, id));
    if (!row.sha256) throw new Problem('paper.not_ready', { number: row.number }, { retryAfter: 2 });
    const bytes = await this.files.get(row.sha256);
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== row.sha256)
      throw new Problem('paper.file_damaged', { number: row.number });
    await this.database.inInstitution(actor.institutionId, async (tx) => {
      await this.papers.logPrint(tx, row.id, actor.person, (await this.clock.now(tx)).at);
    });
    return { name: `${[row.number, row.title, row.party].filter(Boolean).join(' ')}.pdf`, bytes };
  }

  /** For anybody who holds a paper. @throws Problem `paper.code_unknown` */
  async verify(text: string, query: VerifyQuery): Promise<PaperVerification> {
    const code = readCode(text);
    const known = code ? await this.database.system((tx) => this.papers.findCode(tx, codeHash(code))) : undefined;
    if (!code || !known) throw new Problem('paper.code_unknown', { code: text.slice(0, 40) });
    const { row, document } = await this.database.inInstitution(known.institutionId, async (tx) => ({
      row: (await this.papers.byId(tx, known.paperId))!,
      document: (await this.papers.document(tx, known.paperId))!,
    }));
    const proven = { number: row.number, issuedOn: row.issuedOn, digest: row.digest };
    const state = stateOf(row);
    return {
      code: grouped(code),
      state: state === 'issued' ? 'valid' : state,
      number: row.number,
      title: row.title,
      issuer: document.office.issuer,
      issuedOn: row.issuedOn,
      party: row.party === null ? null : row.subject?.startsWith('person:') ? masked(row.party) : row.party,
      withdrawnOn: row.withdrawnOn,
      digest: row.digest,
      file: query.sha256 && row.sha256 ? (query.sha256 === row.sha256 ? 'same' : 'different') : null,
      signature: query.s ? ((await this.proof.isGenuine(proven, code, query.s)) ? 'genuine' : 'forged') : null,
      publicKey: await this.proof.publicKey(),
    };
  }

  private async mine(tx: Tx, actor: Actor, id: string): Promise<PaperRow> {
    // A paper is known by its own id and by that of the case which carried it.
    const row = (await this.papers.byId(tx, id)) ?? (await this.papers.byCase(tx, id));
    const visible =
      row && (seesAll(actor) || row.visibility === 'institution' || ownSubjects(actor).includes(row.subject ?? ''));
    if (!visible) throw new Problem('paper.not_found');
    return row;
  }

  private view(row: PaperRow): PaperView {
    const { hash, visibility, ...shown } = row;
    return { ...shown, name: this.library.get(row.template, row.version).name, state: stateOf(row) };
  }
}

const seesAll = (actor: Actor): boolean =>
  hasRole(actor, 'OFFICE', 'SUPERVISION', 'CENTRE_LEADER', 'DIRECTOR', 'COMMITTEE', 'HR', 'AUDITOR');

/** Papers about oneself, and about the windows that one heads. */
const ownSubjects = (actor: Actor): string[] => [
  `person:${actor.person}`,
  ...actor.grants
    .filter((grant) => grant.role === 'WINDOW_HEAD' && grant.target)
    .map((grant) => `window:${grant.target}`),
];

const stateOf = (row: PaperRow): PaperView['state'] =>
  row.withdrawnOn ? 'withdrawn' : row.sha256 ? 'issued' : 'typesetting';

/** 张*, 欧**: the first character only. */
export const masked = (name: string): string => [...name].map((char, index) => (index === 0 ? char : '*')).join('');

const stateNames = { typesetting: '排版中', issued: '有效', withdrawn: '已撤销' } as const;

/** 发文登记簿 */
const registerOf = (items: readonly PaperView[]): Promise<Buffer> =>
  writeSheet<PaperView>({
    name: '发文登记',
    title: '发文登记簿',
    columns: [
      { header: '编号', width: 22, value: (paper) => paper.number },
      { header: '文种', width: 16, value: (paper) => paper.name.zh },
      { header: '标题', width: 44, value: (paper) => paper.title },
      { header: '当事人', width: 16, value: (paper) => paper.party },
      { header: '成文日期', width: 14, value: (paper) => paper.issuedOn },
      { header: '状态', width: 10, value: (paper) => stateNames[paper.state] },
      { header: '页数', width: 8, value: (paper) => paper.pages },
      { header: '文件摘要', width: 66, value: (paper) => paper.sha256 },
    ],
    rows: items,
  });
