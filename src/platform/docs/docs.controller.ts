import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem } from '../../core/problem.js';
import { Config } from '../config/config.js';
import { type KaopingRequest, Public } from '../http/policy.js';
import { ApiDocument } from './api-document.js';
import { page, start } from './page.js';

/** The viewer's files are served from the package, so the page needs nothing from the internet. */
const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** The description of this API for people who are signed in, or for everybody in the demonstration. */
@Controller('api')
export class DocsController {
  constructor(
    private readonly document: ApiDocument,
    private readonly config: Config,
  ) {}

  @Get('docs')
  @Public()
  page(@Req() request: KaopingRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    this.assertReader(request);
    void reply.header('content-type', 'text/html; charset=utf-8');
    return page;
  }

  @Get('docs-json')
  @Public()
  json(@Req() request: KaopingRequest) {
    this.assertReader(request);
    return this.document.get();
  }

  @Get('docs/:file')
  @Public()
  async file(
    @Req() request: KaopingRequest,
    @Param('file') file: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    this.assertReader(request);
    const type = Object.hasOwn(assets, file) ? assets[file] : undefined;
    if (file === 'start.js') {
      void reply.header('content-type', 'text/javascript; charset=utf-8');
      return start;
    }
    if (!type) throw new Problem('platform.not_found');
    void reply.header('content-type', type).header('cache-control', 'private, max-age=86400');
    return readFile(join(viewerFolder(), file));
  }

  private assertReader(request: KaopingRequest): void {
    if (!request.actor && !this.config.demo) throw new Problem('auth.required');
  }
}

/** The viewer comes with the library that makes the document, wherever npm put it. */
function viewerFolder(): string {
  const library = createRequire(import.meta.url).resolve('@nestjs/swagger');
  return dirname(createRequire(library).resolve('swagger-ui-dist/package.json'));
}
