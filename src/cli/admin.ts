import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { Problem } from '../core/problem.js';
import { linkPath, SignInService } from '../identity/sign-in.service.js';
import { migrate } from '../migrate.js';
import { CalendarService } from '../organization/calendar.service.js';
import { Founding } from '../organization/founding.js';
import { type Institution, institutionKinds } from '../organization/organization.entity.js';
import { OrganizationRepository } from '../organization/organization.repository.js';
import { RosterService } from '../organization/roster.service.js';
import { Clock } from '../platform/clock/clock.js';
import { type Config, readConfig } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { startEmbedded } from '../platform/embedded/embedded.js';
import { uuidV7 } from '../platform/ids.js';
import { readService } from '../platform/service/service-file.js';
import { type CliCommand, readOptions, UsageError } from './command.js';

interface NewAdministrator {
  institution: string;
  institutionName?: string;
  kind: Institution['kind'];
  person: string;
  name: string;
}

export const command: CliCommand = {
  usage: 'admin create --institution CODE [--institution-name NAME --kind KIND] [--person CODE] [--name NAME]',
  zh: '建立单位和系统管理员，给出一次性登录链接',
  en: 'Make an institution and its administrator, and print a one-time sign-in link',
  help: {
    zh: `单位不存在时须给出 --institution-name 和 --kind（${institutionKinds.join(' | ')}）。人员代码默认 admin。链接 48 小时内可用一次，用来设置密码；再次执行会签发新链接并使旧链接失效。`,
    en: `For a new institution give --institution-name and --kind (${institutionKinds.join(' | ')}). The person's code is admin unless given. The link works once within 48 hours and sets the password; running this again gives a new link and ends the old one.`,
  },
  async run({ args, language, print }) {
    const wanted = readWishes(args);
    const config = readConfig();
    const database = config.embedded ? await startEmbedded({ home: config.home }) : undefined;
    if (database) {
      config.databaseUrl = database.apiUrl;
      // A fresh home has no tables yet; where the service runs, it has brought them up to date.
      if (!database.adopted) await migrate(database.ownerUrl);
    }
    try {
      const token = await create(config, wanted);
      const base = readService(config.home)?.url ?? config.publicUrl ?? '';
      print(
        language === 'zh'
          ? '请在 48 小时内打开此链接设置密码（只能用一次）：'
          : 'Open this link within 48 hours to set the password (it works once):',
      );
      print(`${config.publicUrl?.startsWith('https:') ? config.publicUrl : base}${linkPath(token)}`);
      print(
        language === 'zh'
          ? `登录：单位 ${wanted.institution}，账号 ${wanted.person.toLowerCase()}`
          : `Sign in: institution ${wanted.institution}, account ${wanted.person.toLowerCase()}`,
      );
      return 0;
    } finally {
      // A server that was running before belongs to somebody else.
      if (database && !database.adopted) await database.stop();
    }
  },
};

function readWishes(args: readonly string[]): NewAdministrator {
  const { rest, values } = readOptions(args, { values: ['institution', 'institution-name', 'kind', 'person', 'name'] });
  if (rest[0] !== 'create' || rest.length > 1) throw new UsageError('请使用 admin create', 'Use admin create');
  const { institution, kind = 'city-hall' } = values;
  if (!institution || !/^[a-z0-9][a-z0-9-]{1,62}$/.test(institution)) {
    throw new UsageError(
      '--institution 应为小写字母、数字和连字符',
      '--institution takes lower-case letters, digits and hyphens',
    );
  }
  const known = institutionKinds.find((entry) => entry === kind);
  if (!known)
    throw new UsageError(
      `--kind 应为 ${institutionKinds.join('、')}`,
      `--kind is one of ${institutionKinds.join(', ')}`,
    );
  return {
    institution,
    institutionName: values['institution-name'],
    kind: known,
    person: values.person ?? 'admin',
    name: values.name ?? '系统管理员',
  };
}

async function create(config: Config, wanted: NewAdministrator): Promise<string> {
  const context = await NestFactory.createApplicationContext(AppModule.forRoot(config, 'api'), {
    logger: ['error'],
    abortOnError: false,
  });
  try {
    const database = context.get(Database, { strict: false });
    const organization = context.get(OrganizationRepository, { strict: false });
    const known = await database.system((tx) => organization.institutionByCode(tx, wanted.institution));
    if (!known && !wanted.institutionName)
      throw new Problem('organization.institution_unknown', { code: wanted.institution });
    return await database.inInstitution(known?.id ?? uuidV7(), async (tx) => {
      if (!known) {
        await tx.query('insert into institution (id, code, name, kind) values ($1, $2, $3, $4)', [
          tx.institutionId,
          wanted.institution,
          wanted.institutionName,
          wanted.kind,
        ]);
        await found(tx, context);
      }
      await appoint(tx, wanted, context);
      return (await context.get(SignInService, { strict: false }).link(tx, wanted.person)).token;
    });
  } finally {
    await context.close();
  }
}

type Context = Awaited<ReturnType<typeof NestFactory.createApplicationContext>>;

async function found(tx: Tx, context: Context): Promise<void> {
  await context.get(CalendarService, { strict: false }).seed(tx);
  const institution = (await context.get(OrganizationRepository, { strict: false }).institution(tx))!;
  const { today } = await context.get(Clock, { strict: false }).now(tx);
  await context.get(Founding, { strict: false }).run(tx, { institution, today, isFurnished: false });
}

/** Makes the person when unknown and adds the right; what a person holds besides stays. */
async function appoint(tx: Tx, wanted: NewAdministrator, context: Context): Promise<void> {
  const { today } = await context.get(Clock, { strict: false }).now(tx);
  const known = await context.get(OrganizationRepository, { strict: false }).person(tx, wanted.person, today);
  if (!known) {
    const row = {
      code: wanted.person,
      name: wanted.name,
      gender: null,
      unit: null,
      window: null,
      post: '系统管理员',
      ab: null,
      since: today,
    };
    await context.get(RosterService, { strict: false }).putPeople(tx, [row], today, 'system');
  }
  await tx.query(
    `insert into role_grant (institution_id, person_code, role, scope, from_on, granted_by) values ($1, $2, 'SYSTEM_ADMIN', 'institution', $3, 'system')
     on conflict do nothing`,
    [tx.institutionId, wanted.person, today],
  );
}
