import { Global, Module } from '@nestjs/common';
import { OutboxRepository } from './outbox.repository.js';
import { OutboxSignal } from './outbox-signal.js';

@Global()
@Module({ providers: [OutboxRepository, OutboxSignal], exports: [OutboxRepository, OutboxSignal] })
export class OutboxModule {}
