import { Global, Module } from '@nestjs/common';
import { FilesModule } from '../platform/files/files.module.js';
import { PaperController } from './paper.controller.js';
import { PaperEffects } from './paper.effects.js';
import { PaperFacts } from './paper.facts.js';
import { PaperRepository } from './paper.repository.js';
import { PaperService } from './paper.service.js';
import { PaperData } from './paper-data.js';
import { PaperPrinter } from './printer.js';
import { PaperProof } from './proof.js';
import { TemplateLibrary } from './template.js';
import { VerificationLimit } from './verification-limit.js';

/** Businesses register their sources with `PaperData`; everything else comes by effects. */
@Global()
@Module({
  imports: [FilesModule],
  controllers: [PaperController],
  providers: [
    { provide: TemplateLibrary, useFactory: () => new TemplateLibrary() },
    PaperData,
    PaperRepository,
    PaperProof,
    PaperPrinter,
    PaperEffects,
    PaperFacts,
    PaperService,
    VerificationLimit,
  ],
  exports: [PaperData, PaperService, PaperPrinter, TemplateLibrary],
})
export class PaperModule {}
