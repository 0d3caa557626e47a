import { Global, Module } from '@nestjs/common';
import { Cases } from './case-port.js';
import { EffectRegistry } from './effect-registry.js';
import { FactProviders } from './fact-providers.js';
import { Messages } from './message-port.js';

@Global()
@Module({
  providers: [EffectRegistry, FactProviders, Cases, Messages],
  exports: [EffectRegistry, FactProviders, Cases, Messages],
})
export class EffectsModule {}
