/** Photographs, scans and recordings that facts rest on: kept by the hash of their content, named by it in the facts. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { hasRole } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { checkUpload } from '../platform/files/file-kind.js';
import { FileStore } from '../platform/files/file-store.js';
import { maySeeSubject } from './subject-view.js';

export interface Evidence {
  hash: string;
  mime: string;
  /** Bytes. */
  size: number;
  fileName: string;
  uploadedBy: string;
}

@Injectable()
export class EvidenceService {
  constructor(
    private readonly files: FileStore,
    private readonly clock: Clock,
    private readonly organization: OrganizationService,
  ) {}

  /** Stores a file. The same bytes by the same person are one piece of evidence. @throws Problem file.* */
  async upload(tx: Tx, actor: Actor, fileName: string, bytes: Buffer): Promise<Evidence> {
    const { mime } = checkUpload(fileName, bytes);
    const hash = await this.files.put(bytes);
    const { at } = await this.clock.now(tx);
    await tx.query(
      `insert into evidence (institution_id, hash, mime, size, file_name, uploaded_by, uploaded_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (institution_id, hash, uploaded_by) do nothing`,
      [tx.institutionId, hash, mime, bytes.length, fileName, actor.person, at],
    );
    return { hash, mime, size: bytes.length, fileName, uploadedBy: actor.person };
  }

  /** @throws Problem `platform.not_found` when it does not exist or is not the actor's to see */
  async read(tx: Tx, actor: Actor, hash: string): Promise<Evidence & { bytes: Buffer }> {
    const rows = await tx.query<Evidence>(
      `select hash, mime, size, file_name as "fileName", uploaded_by as "uploadedBy" from evidence
       where institution_id = $1 and hash = $2 order by uploaded_at`,
      [tx.institutionId, hash],
    );
    const found = rows.find((row) => row.uploadedBy === actor.person) ?? rows[0];
    if (!found || !(await this.maySee(tx, actor, hash, rows))) throw new Problem('platform.not_found');
    const bytes = await this.files.get(hash);
    if (!bytes) throw new Problem('platform.not_found');
    return { ...found, bytes };
  }

  /** @throws Problem `ledger.evidence_unknown` when a hash was never uploaded */
  async assertKnown(tx: Tx, hashes: readonly string[]): Promise<void> {
    const missing = await this.missing(tx, hashes);
    if (missing.length > 0) throw new Problem('ledger.evidence_unknown', { count: missing.length });
  }

  /** Those of the hashes that were never uploaded, each once. */
  async missing(tx: Tx, hashes: readonly string[]): Promise<string[]> {
    const wanted = [...new Set(hashes)];
    if (wanted.length === 0) return [];
    const rows = await tx.query<{ hash: string }>(
      'select distinct hash from evidence where institution_id = $1 and hash = any($2)',
      [tx.institutionId, wanted],
    );
    const known = new Set(rows.map((row) => row.hash));
    return wanted.filter((hash) => !known.has(hash));
  }

  /** The uploader, whoever checks findings for the institution, and whoever may see a fact that rests on it. */
  private async maySee(tx: Tx, actor: Actor, hash: string, rows: readonly Evidence[]): Promise<boolean> {
    if (rows.some((row) => row.uploadedBy === actor.person)) return true;
    if (hasRole(actor, 'SUPERVISION', 'CONTENT_SECTION', 'COMMITTEE', 'AUDITOR')) return true;
    const subjects = await tx.query<{ subject: string }>(
      `select distinct f.subject from fact_evidence e join fact f on f.institution_id = e.institution_id and f.id = e.fact_id
       where e.institution_id = $1 and e.hash = $2`,
      [tx.institutionId, hash],
    );
    for (const { subject } of subjects) if (await maySeeSubject(tx, this.organization, actor, subject)) return true;
    return false;
  }
}
