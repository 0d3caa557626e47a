/**
 * What papers do when a machine asks: draft (opens W9), freeze (number and data, in the signing transaction), render (in the
 * worker), withdraw. Every handler may come twice and does nothing the second time.
 */
import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { systemActor } from '../core/actor.js';
import { canonical } from '../core/canonical.js';
import { Problem } from '../core/problem.js';
import { OrganizationService } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';
import { Cases } from '../platform/effects/case-port.js';
import { type EffectCall, EffectRegistry } from '../platform/effects/effect-registry.js';
import { FileStore } from '../platform/files/file-store.js';
import { uuidV5 } from '../platform/ids.js';
import { type Office, office as officeShape } from './data/common.js';
import type { FrozenDocument } from './document.js';
import { numberOf } from './numbering.js';
import { PaperRepository } from './paper.repository.js';
import { PaperData } from './paper-data.js';
import { PaperPrinter } from './printer.js';
import { codeHash, grouped, PaperProof } from './proof.js';
import { TemplateLibrary } from './template.js';

/** What W9 keeps in its context; further fields are its own business. */
const paperCase = z.object({
  template: z.string(),
  version: z.int().min(1),
  source: z.string(),
  args: z.record(z.string(), z.unknown()),
  drafter: z.string(),
  reviewer: z.string().nullable(),
  signatures: z.array(z.object({ person: z.string() })),
});

@Injectable()
export class PaperEffects implements OnModuleInit {
  constructor(
    private readonly registry: EffectRegistry,
    private readonly cases: Cases,
    private readonly library: TemplateLibrary,
    private readonly data: PaperData,
    private readonly papers: PaperRepository,
    private readonly proof: PaperProof,
    private readonly printer: PaperPrinter,
    private readonly files: FileStore,
    private readonly organization: OrganizationService,
  ) {}

  onModuleInit(): void {
    this.registry.register('paper.draft', (tx, call) => this.draft(tx, call));
    this.registry.register('paper.freeze', (tx, call) => this.freeze(tx, call));
    this.registry.register('paper.render', (tx, call) => this.render(tx, call));
    this.registry.register('paper.withdraw', (tx, call) => this.withdraw(tx, call));
    this.registry.register('paper.revoke', (tx, call) => this.revoke(tx, call));
  }

  private async draft(tx: Tx, call: EffectCall<'paper.draft'>): Promise<void> {
    const { template, key, source, args, reply } = call.params;
    await this.cases.start(tx, {
      kind: 'paper',
      key,
      id: uuidV5(call.id),
      input: {
        template,
        source,
        args,
        origin: { kind: call.caseFile.kind, key: call.caseFile.key },
        reply: reply ?? false,
      },
      ...(call.caseFile.subject ? { subject: call.caseFile.subject as never } : {}),
      actor: call.actor,
    });
  }

  /** @throws Problem `paper.data_invalid`, `paper.glyph_missing`, `paper.office_missing`, `paper.seal_missing` */
  private async freeze(tx: Tx, call: EffectCall<'paper.freeze'>): Promise<void> {
    if (await this.papers.byCase(tx, call.caseFile.id)) return;
    const wish = paperCase.parse(call.caseFile.context);
    const template = this.library.get(wish.template, wish.version);
    const office = await this.officeOf(tx, template.seal);
    const data = await this.data.provide(tx, wish.source, wish.args, template, {
      template: template.id,
      today: call.today,
      key: call.caseFile.key,
    });
    // Everything that may refuse has spoken; from here a number is taken.
    this.printer.assertPrintable({ office, data });
    const head = await this.papers.lockChain(tx);
    const year = Number(call.today.slice(0, 4));
    const serial = await this.papers.nextSerial(tx, template.series.key, year);
    const people = [wish.drafter, wish.reviewer, ...wish.signatures.map((signature) => signature.person)];
    const document: FrozenDocument = {
      template: template.id,
      version: template.version,
      number: numberOf(template.series.pattern, { prefix: office.prefix, year, serial }),
      issuedOn: call.today,
      office,
      signedBy: people.filter((person): person is string => person !== null),
      data,
    };
    const digest = createHash('sha256').update(canonical(document)).digest('hex');
    const id = uuidV5(`paper:${call.caseFile.id}`);
    const hashOfCode = codeHash(await this.proof.codeOf(tx.institutionId, id));
    const chainSeq = Number(head.length) + 1;
    const record = {
      chainSeq,
      number: document.number,
      issuedOn: document.issuedOn,
      digest,
      code: hashOfCode.toString('hex'),
      previous: head.hash.toString('hex'),
    };
    const about = partyOf(data);
    await this.papers.insert(tx, {
      id,
      caseId: call.caseFile.id,
      caseKey: call.caseFile.key,
      templateHash: template.hash,
      code: template.code,
      series: template.series.key,
      year,
      serial,
      title: titleOf(data) ?? template.name.zh,
      subject: about?.key ?? call.caseFile.subject,
      party: about?.name ?? null,
      visibility: template.visibility,
      document,
      digest,
      codeHash: hashOfCode,
      at: call.at,
      chainSeq,
      prevHash: head.hash,
      hash: createHash('sha256').update(canonical(record)).digest(),
    });
    if (office.seal)
      await this.papers.logSeal(tx, { seal: office.seal, paperId: id, person: call.actor.person, digest, at: call.at });
  }

  private async officeOf(tx: Tx, sealed: boolean): Promise<Office> {
    const profile = officeShape.safeParse((await this.papers.office(tx)) ?? (await this.exampleOffice(tx)));
    if (!profile.success) throw new Problem('paper.office_missing');
    if (!sealed) return { ...profile.data, seal: null };
    if (profile.data.seal) this.printer.seal(profile.data.seal);
    return profile.data;
  }

  /** A demonstration issues in the name of the example office of its kind; a real institution says who it is. */
  private async exampleOffice(tx: Tx): Promise<Office | undefined> {
    const { isDemonstration, kind } = await this.organization.institution(tx);
    return isDemonstration ? this.library.exampleOffice(kind) : undefined;
  }

  private async render(tx: Tx, call: EffectCall<'paper.render'>): Promise<void> {
    const paper = await this.papers.byCase(tx, call.caseFile.id);
    if (!paper) throw new Error(`case ${call.caseFile.key} asks for a file before its paper is frozen`);
    let { sha256, pages } = paper;
    if (!sha256) {
      const document = (await this.papers.document(tx, paper.id))!;
      const template = this.library.get(document.template, document.version);
      const code = await this.proof.codeOf(tx.institutionId, paper.id);
      const title = [paper.title, paper.party, paper.number].filter(Boolean).join(' ');
      const printed = await this.printer.print(
        template,
        document,
        { code: grouped(code), qr: await this.proof.qrOf(proven(document, paper.digest), code) },
        title,
      );
      sha256 = await this.files.put(Buffer.from(printed.pdf));
      pages = printed.pages;
      const hash = createHash('sha256')
        .update(canonical({ paper: paper.hash.toString('hex'), sha256, pages }))
        .digest();
      await this.papers.addFile(tx, {
        paperId: paper.id,
        sha256,
        bytes: printed.pdf.length,
        pages,
        templateHash: template.hash,
        hash,
      });
    }
    // Withdrawn while it was being printed: the file stays for the record, and nobody waits for it.
    if ((await this.cases.stateOf(tx, 'paper', call.caseFile.key)) === 'withdrawn') return;
    await this.cases.send(tx, {
      caseId: call.caseFile.id,
      event: 'paper.rendered',
      payload: { sha256, pages: pages ?? 1 },
      actor: systemActor(tx.institutionId),
      key: `rendered:${call.id}`,
    });
  }

  private async revoke(tx: Tx, call: EffectCall<'paper.revoke'>): Promise<void> {
    for (const key of call.params.keys) {
      const caseId = await this.cases.find(tx, 'paper', key);
      const state = caseId && (await this.cases.stateOf(tx, 'paper', key));
      if (!caseId || !state || !withdrawable.has(state)) continue;
      await this.cases.send(tx, {
        caseId,
        event: 'paper.withdraw',
        payload: { reason: call.params.reason },
        actor: systemActor(tx.institutionId),
        key: `revoked:${call.id}:${key}`,
      });
    }
  }

  private async withdraw(tx: Tx, call: EffectCall<'paper.withdraw'>): Promise<void> {
    const paper = await this.papers.byCase(tx, call.caseFile.id);
    if (paper) await this.papers.withdraw(tx, paper.id, call.params.reason, call.actor.person, call.today);
  }
}

/** States of W9 in which a paper is out in the world. */
const withdrawable = new Set(['issued', 'delivered', 'filed']);

const proven = (document: FrozenDocument, digest: string) => ({
  number: document.number,
  issuedOn: document.issuedOn,
  digest,
});

/** Whom the paper is about, where its data name one party. */
function partyOf(data: unknown): { key: string; name: string } | undefined {
  const party = z.object({ key: z.string(), name: z.string() });
  const fields = data as Record<string, unknown>;
  for (const name of ['recipient', 'applicant', 'appellant', 'addressee']) {
    const found = party.safeParse(fields[name]);
    if (found.success) return found.data;
  }
  return undefined;
}

/** A title of its own (通报); a certificate's `title` is the honour, so only titles of papers without a party count. */
const titleOf = (data: unknown): string | undefined => {
  const { title } = data as { title?: unknown };
  return typeof title === 'string' && !partyOf(data) ? title : undefined;
};
