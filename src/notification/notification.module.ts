import { type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { InboxService } from './inbox.service.js';
import { NotificationRepository } from './notification.repository.js';
import { NotificationsController } from './notifications.controller.js';

/** The API hears of new messages and feeds its streams; the worker only writes them. */
@Injectable()
class InboxEar implements OnApplicationBootstrap {
  constructor(
    @Inject(Config) private readonly config: Config,
    private readonly inbox: InboxService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.databaseUrl) await this.inbox.listen(this.config.databaseUrl);
  }
}

@Module({})
export class NotificationModule {
  static forRoot(options: { role: 'api' | 'worker' | 'test' }): DynamicModule {
    return {
      module: NotificationModule,
      controllers: options.role === 'api' ? [NotificationsController] : [],
      providers: [NotificationRepository, InboxService, ...(options.role === 'api' ? [InboxEar] : [])],
      exports: [InboxService],
    };
  }
}
