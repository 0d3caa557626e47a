/** All SQL of papers. */
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.js';
import type { Office } from './data/common.js';
import type { FrozenDocument } from './document.js';

export interface PaperRow {
  id: string;
  caseId: string;
  caseKey: string;
  template: string;
  version: number;
  code: string;
  number: string;
  title: string;
  subject: string | null;
  party: string | null;
  visibility: 'institution' | 'subject';
  issuedOn: string;
  signedBy: string[];
  digest: string;
  sha256: string | null;
  bytes: number | null;
  pages: number | null;
  withdrawnOn: string | null;
  withdrawalReason: string | null;
  hash: Buffer;
}

export interface NewPaper {
  id: string;
  caseId: string;
  caseKey: string;
  templateHash: string;
  code: string;
  series: string;
  year: number;
  serial: number;
  title: string;
  subject: string | null;
  party: string | null;
  visibility: string;
  document: FrozenDocument;
  digest: string;
  codeHash: Buffer;
  at: Date;
  chainSeq: number;
  prevHash: Buffer;
  hash: Buffer;
}

export interface PaperFilter {
  template?: string;
  state?: 'typesetting' | 'issued' | 'withdrawn';
  year?: number;
  q?: string;
  /** Only what everybody may see, and what is about these subjects. */
  subjects?: readonly string[];
  sort: string;
  limit: number;
  offset: number;
}

const columns = `p.id, p.case_id as "caseId", p.case_key as "caseKey", p.template, p.version, p.code, p.number, p.title, p.subject, p.party,
  p.visibility, p.issued_on as "issuedOn", p.signed_by as "signedBy", p.digest, p.hash, f.sha256, f.bytes, f.pages,
  w.withdrawn_on as "withdrawnOn", w.reason as "withdrawalReason"`;
const joined = `from paper p
  left join paper_file f on f.institution_id = p.institution_id and f.paper_id = p.id
  left join paper_withdrawal w on w.institution_id = p.institution_id and w.paper_id = p.id`;
const orders: Readonly<Record<string, string>> = {
  issuedOn: 'p.issued_on',
  number: 'p.series, p.year, p.serial',
  title: 'p.title',
  template: 'p.template',
};

@Injectable()
export class PaperRepository {
  async office(tx: Tx): Promise<unknown> {
    const [row] = await tx.query<{ profile: unknown }>('select profile from paper_office where institution_id = $1', [
      tx.institutionId,
    ]);
    return row?.profile;
  }

  async setOffice(tx: Tx, profile: Office): Promise<void> {
    await tx.query(
      `insert into paper_office (institution_id, profile) values ($1, $2) on conflict (institution_id) do update set profile = excluded.profile`,
      [tx.institutionId, JSON.stringify(profile)],
    );
  }

  /** Locks the chain of the institution; always before a number, so two signatures never wait for each other in a circle. */
  async lockChain(tx: Tx): Promise<{ length: number; hash: Buffer }> {
    await tx.query(
      `insert into paper_chain_head (institution_id, length, hash) values ($1, 0, $2) on conflict (institution_id) do nothing`,
      [tx.institutionId, Buffer.alloc(32)],
    );
    const [head] = await tx.query<{ length: number; hash: Buffer }>(
      'select length, hash from paper_chain_head where institution_id = $1 for update',
      [tx.institutionId],
    );
    return head!;
  }

  /** The next serial of a series; given back when the transaction fails, so there are no gaps. */
  async nextSerial(tx: Tx, series: string, year: number): Promise<number> {
    const [row] = await tx.query<{ last: number }>(
      `insert into paper_number (institution_id, series, year, last) values ($1, $2, $3, 1)
       on conflict (institution_id, series, year) do update set last = paper_number.last + 1 returning last`,
      [tx.institutionId, series, year],
    );
    return row!.last;
  }

  async insert(tx: Tx, paper: NewPaper): Promise<void> {
    const { document } = paper;
    await tx.query(
      `insert into paper (institution_id, id, case_id, case_key, template, version, template_hash, code, series, year, serial, number, title,
         subject, party, visibility, issued_on, signed_by, document, digest, code_hash, frozen_at, chain_seq, prev_hash, hash)
       values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25)`,
      [
        tx.institutionId,
        paper.id,
        paper.caseId,
        paper.caseKey,
        document.template,
        document.version,
        paper.templateHash,
        paper.code,
        paper.series,
        paper.year,
        paper.serial,
        document.number,
        paper.title,
        paper.subject,
        paper.party,
        paper.visibility,
        document.issuedOn,
        document.signedBy,
        JSON.stringify(document),
        paper.digest,
        paper.codeHash,
        paper.at,
        paper.chainSeq,
        paper.prevHash,
        paper.hash,
      ],
    );
    await tx.query('insert into verification_code (code_hash, institution_id, paper_id) values ($1, $2, $3)', [
      paper.codeHash,
      tx.institutionId,
      paper.id,
    ]);
    await tx.query('update paper_chain_head set length = $2, hash = $3 where institution_id = $1 and length = $2 - 1', [
      tx.institutionId,
      paper.chainSeq,
      paper.hash,
    ]);
  }

  async logSeal(
    tx: Tx,
    use: { seal: string; paperId: string; person: string; digest: string; at: Date },
  ): Promise<void> {
    await tx.query(
      'insert into seal_use (institution_id, seal, paper_id, person, digest, at) values ($1, $2, $3, $4, $5, $6)',
      [tx.institutionId, use.seal, use.paperId, use.person, use.digest, use.at],
    );
  }

  async addFile(
    tx: Tx,
    file: { paperId: string; sha256: string; bytes: number; pages: number; templateHash: string; hash: Buffer },
  ): Promise<void> {
    await tx.query(
      `insert into paper_file (institution_id, paper_id, sha256, bytes, pages, template_hash, hash) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (institution_id, paper_id) do nothing`,
      [tx.institutionId, file.paperId, file.sha256, file.bytes, file.pages, file.templateHash, file.hash],
    );
  }

  async withdraw(tx: Tx, paperId: string, reason: string, person: string, on: string): Promise<void> {
    await tx.query(
      `insert into paper_withdrawal (institution_id, paper_id, reason, withdrawn_by, withdrawn_on) values ($1, $2, $3, $4, $5)
       on conflict (institution_id, paper_id) do nothing`,
      [tx.institutionId, paperId, reason, person, on],
    );
  }

  async logPrint(tx: Tx, paperId: string, person: string, at: Date): Promise<void> {
    await tx.query('insert into paper_print (institution_id, paper_id, person, at) values ($1, $2, $3, $4)', [
      tx.institutionId,
      paperId,
      person,
      at,
    ]);
  }

  async prints(tx: Tx, paperId: string): Promise<{ person: string; at: Date }[]> {
    return tx.query('select person, at from paper_print where institution_id = $1 and paper_id = $2 order by id', [
      tx.institutionId,
      paperId,
    ]);
  }

  async byCase(tx: Tx, caseId: string): Promise<PaperRow | undefined> {
    return (
      await tx.query<PaperRow>(`select ${columns} ${joined} where p.institution_id = $1 and p.case_id = $2`, [
        tx.institutionId,
        caseId,
      ])
    )[0];
  }

  async byId(tx: Tx, id: string): Promise<PaperRow | undefined> {
    return (
      await tx.query<PaperRow>(`select ${columns} ${joined} where p.institution_id = $1 and p.id = $2`, [
        tx.institutionId,
        id,
      ])
    )[0];
  }

  async document(tx: Tx, id: string): Promise<FrozenDocument | undefined> {
    return (
      await tx.query<{ document: FrozenDocument }>('select document from paper where institution_id = $1 and id = $2', [
        tx.institutionId,
        id,
      ])
    )[0]?.document;
  }

  async list(tx: Tx, filter: PaperFilter): Promise<{ items: PaperRow[]; total: number }> {
    const params: unknown[] = [tx.institutionId];
    const where = ['p.institution_id = $1'];
    const add = (sql: (place: string) => string, value: unknown) => {
      params.push(value);
      where.push(sql(`$${params.length}`));
    };
    if (filter.template) add((place) => `p.template = ${place}`, filter.template);
    if (filter.year) add((place) => `p.year = ${place}`, filter.year);
    if (filter.q)
      add(
        (place) =>
          `(strpos(p.number, ${place}) > 0 or strpos(p.title, ${place}) > 0 or strpos(coalesce(p.party, ''), ${place}) > 0)`,
        filter.q,
      );
    if (filter.subjects) add((place) => `(p.visibility = 'institution' or p.subject = any(${place}))`, filter.subjects);
    if (filter.state === 'withdrawn') where.push('w.paper_id is not null');
    if (filter.state === 'issued') where.push('w.paper_id is null and f.paper_id is not null');
    if (filter.state === 'typesetting') where.push('w.paper_id is null and f.paper_id is null');
    const direction = filter.sort.startsWith('-') ? 'desc' : 'asc';
    const order = (orders[filter.sort.replace(/^-/, '')] ?? 'p.issued_on')
      .split(', ')
      .map((column) => `${column} ${direction}`);
    const [{ total } = { total: 0 }] = await tx.query<{ total: number }>(
      `select count(*)::int as total ${joined} where ${where.join(' and ')}`,
      params,
    );
    params.push(filter.limit, filter.offset);
    const items = await tx.query<PaperRow>(
      `select ${columns} ${joined} where ${where.join(' and ')} order by ${order.join(', ')}, p.chain_seq limit $${params.length - 1} offset $${params.length}`,
      params,
    );
    return { items, total };
  }

  /** Outside the institutions: which paper a code belongs to. */
  async findCode(tx: Tx, hash: Buffer): Promise<{ institutionId: string; paperId: string } | undefined> {
    return (
      await tx.query<{ institutionId: string; paperId: string }>(
        'select institution_id as "institutionId", paper_id as "paperId" from verification_code where code_hash = $1',
        [hash],
      )
    )[0];
  }
}
