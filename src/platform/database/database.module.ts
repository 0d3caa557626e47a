import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock.js';
import { Commands } from './commands.js';
import { Database } from './database.js';
import { readTypes } from './types.js';

export interface DatabaseOptions {
  /** Connection string of the application role (never the owner). */
  url: string;
  poolSize: number;
  applicationName: string;
}

@Global()
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseOptions) {
    readTypes();
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: options.url,
          autoLoadEntities: true,
          synchronize: false,
          retryAttempts: 5,
          retryDelay: 500,
          poolSize: options.poolSize,
          uuidExtension: 'pgcrypto',
          installExtensions: false,
          applicationName: options.applicationName,
          extra: { statement_timeout: 60_000, idle_in_transaction_session_timeout: 60_000 },
        }),
      ],
      providers: [
        { provide: Database, useFactory: (source: DataSource) => new Database(source), inject: [DataSource] },
        Commands,
        Clock,
      ],
      exports: [Database, Commands, Clock],
    };
  }
}
