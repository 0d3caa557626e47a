import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import { receiveFile } from '../ledger/upload.js';
import { OrganizationService } from '../organization/organization.service.js';
import { type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import { sendFile, sendList, wholeList, XLSX } from '../platform/files/send-sheet.js';
import { Allow, CurrentActor, CurrentCommand, TakesFile } from '../platform/http/policy.js';
import { problemBody } from '../platform/http/problem.filter.js';
import { uuid } from '../platform/http/shapes.js';
import { parse } from '../platform/http/validation.js';
import { importSheet } from './import-sheet.js';
import {
  type ImportsQuery,
  type ImportView,
  importsQuery,
  type KindName,
  kindNames,
  noBody,
  type SampleView,
  type UploadQuery,
  uploadQuery,
} from './importing.contract.js';
import type { Batch } from './importing.repository.js';
import { ImportingService } from './importing.service.js';
import { kinds } from './kinds/registry.js';
import { readSample, samplesOf } from './samples.js';
import { kindView, templateOf } from './template.js';

const importers = ['SYSTEM_ADMIN', 'HR', 'OFFICE', 'SUPERVISION', 'CONTENT_SECTION'] as const;

@Controller('api/imports')
export class ImportingController {
  constructor(
    private readonly importing: ImportingService,
    private readonly organization: OrganizationService,
    private readonly database: Database,
    private readonly commands: Commands,
  ) {}

  @Get('kinds')
  @Allow({ roles: importers })
  kinds(@CurrentActor() actor: Actor) {
    return { items: this.importing.kindsFor(actor).map((kind) => kindView(kind, actor.language)) };
  }

  @Get('templates/:kind')
  @Allow({ roles: importers })
  async template(
    @CurrentActor() actor: Actor,
    @Param('kind') name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const known = kindNames.find((entry) => entry === name.replace(/\.xlsx$/, ''));
    if (!known) throw new Problem('platform.not_found');
    return sendFile(reply, `${kinds[known].zh}模板.xlsx`, XLSX, await templateOf(kinds[known], actor.language));
  }

  @Get('samples')
  @Allow({ roles: importers })
  async samples(@CurrentActor() actor: Actor): Promise<{ items: SampleView[] }> {
    const may = new Set<KindName>(this.importing.kindsFor(actor).map((kind) => kind.name));
    const items = samplesOf(await this.exampleOf(actor)).filter((sample) => may.has(sample.kind));
    return {
      items: items.map((sample) => ({
        ...sample,
        label: label(sample.kind, sample.month, sample.isDirty, actor.language),
      })),
    };
  }

  @Get('samples/:name')
  @Allow({ roles: importers })
  async sample(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const bytes = await readSample(await this.exampleOf(actor), name);
    if (!bytes) throw new Problem('platform.not_found');
    return sendFile(reply, name, XLSX, bytes);
  }

  /** 201 with the preview; 422 with the same preview and every error when the list cannot be taken over as it is. */
  @Post()
  @Allow({ roles: importers })
  @TakesFile()
  async upload(
    @CurrentCommand() command: Command,
    @Query({ schema: uploadQuery }) query: UploadQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { actor } = command;
    this.importing.assertMay(actor, query.kind);
    const { fileName, bytes } = await receiveFile(request);
    const upload = await this.importing.receive(fileName, bytes);
    const once = { ...command, requestHash: `${command.requestHash}:${upload.hash}` };
    const answer = await this.commands.run(once, async (tx) => {
      const batch = await this.importing.check(tx, actor, query.kind, upload);
      return { status: batch.state === 'refused' ? 422 : 201, body: viewOf(batch, actor.language) };
    });
    reply.status(answer.status);
    if (answer.status !== 422) return answer.body;
    reply.header('content-type', 'application/problem+json; charset=utf-8');
    return { ...problemBody(refusalOf(answer.body), actor.language, '/api/imports', request.id), ...answer.body };
  }

  @Get()
  @Allow({ roles: [...importers, 'AUDITOR'] })
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: importsQuery }) query: ImportsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { items, total } = await this.importing.list(actor, wholeList(query));
    const list = { items: items.map((batch) => viewOf(batch, actor.language)), total };
    return sendList(reply, query, list, importSheet(actor.language));
  }

  @Get(':id')
  @Allow({ roles: [...importers, 'AUDITOR'] })
  async show(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ImportView> {
    return viewOf(await this.importing.show(actor, uuidOf(id)), actor.language);
  }

  @Post(':id/commit')
  @HttpCode(200)
  @Allow({ roles: importers })
  async commit(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body({ schema: noBody }) _body: unknown,
  ): Promise<ImportView> {
    const { actor } = command;
    const answer = await this.commands.run(command, async (tx) => ({
      status: 200,
      body: viewOf(await this.importing.commit(tx, actor, uuidOf(id)), actor.language),
    }));
    return answer.body;
  }

  @Post(':id/undo')
  @HttpCode(200)
  @Allow({ roles: importers })
  async undo(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body({ schema: noBody }) _body: unknown,
  ): Promise<ImportView> {
    const { actor } = command;
    const answer = await this.commands.run(command, async (tx) => ({
      status: 200,
      body: viewOf(await this.importing.undo(tx, actor, uuidOf(id)), actor.language),
    }));
    return answer.body;
  }

  private exampleOf(actor: Actor): Promise<string | null> {
    return this.database.inInstitution(
      actor.institutionId,
      async (tx) => (await this.organization.institution(tx)).example,
    );
  }
}

const uuidOf = (text: string): string => parse(uuid, text, '/id');

/** One code when every error means the same, so that a single slip is told by its own name. */
function refusalOf(view: ImportView): Problem {
  const codes = new Set(view.errors.map((error) => error.code));
  const first = view.errors[0];
  if (codes.size === 1 && first) return new Problem(first.code, { where: first.where, got: first.got ?? '' });
  return new Problem('import.rows_refused', { count: view.errors.length });
}

function viewOf(batch: Batch, language: Actor['language']): ImportView {
  const say = (value: unknown): string =>
    typeof value === 'object' && value !== null
      ? ((value as Record<string, string>)[language] ?? '')
      : String(value ?? '');
  return {
    id: batch.id,
    kind: batch.kind,
    state: batch.state,
    fileName: batch.fileName,
    hash: batch.fileHash,
    rows: batch.rows.map(({ row, values }) => ({ row, ...values })),
    total: batch.total,
    ignored: [...batch.ignored],
    errors: batch.errors.map((error) => ({
      where: error.where,
      code: error.code,
      message: say(error.message),
      ...(error.got === undefined ? {} : { got: error.got }),
      ...(error.allowed === undefined ? {} : { allowed: String(error.allowed) }),
      ...(error.hint === undefined ? {} : { hint: say(error.hint) }),
    })),
    summary: batch.summary.map((line) => ({ label: language === 'en' ? line.en : line.zh, value: line.value })),
    uploadedAt: new Date(batch.uploadedAt).toISOString(),
    uploadedBy: batch.uploadedBy,
    committedAt: batch.committedAt ? new Date(batch.committedAt).toISOString() : null,
    undoneAt: batch.undoneAt ? new Date(batch.undoneAt).toISOString() : null,
  };
}

function label(kind: KindName, month: string | null, isDirty: boolean, language: Actor['language']): string {
  const name = language === 'en' ? kinds[kind].en : kinds[kind].zh;
  const slip = isDirty ? (language === 'en' ? ' (with slips to correct)' : '（含待改正的错误）') : '';
  return `${name}${month ? ` ${month}` : ''}${slip}`;
}
