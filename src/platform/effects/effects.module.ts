import { Global, Module } from '@nestjs/common';
import { Cases } from './case-port.js';
import { EffectRegistry } from './effect-registry.js';
import { FactProviders } from './fact-providers.js';

@Global()
@Module({ providers: [EffectRegistry, FactProviders, Cases], exports: [EffectRegistry, FactProviders, Cases] })
export class EffectsModule {}
