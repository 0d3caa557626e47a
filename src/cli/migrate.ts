import { migrate } from '../migrate.js';
import { readConfig } from '../platform/config/config.js';
import { type CliCommand, UsageError } from './command.js';

export const command: CliCommand = {
  usage: 'migrate',
  zh: '以 DATABASE_OWNER_URL 升级数据库结构',
  en: 'Bring the schema up to date as DATABASE_OWNER_URL',
  help: {
    zh: '内置数据库在 npm start 时自动升级，不需要本命令。角色 kaoping_owner、kaoping_api、kaoping_worker 须已存在。',
    en: 'The embedded database is brought up to date by npm start; this is for an external one. The roles kaoping_owner, kaoping_api and kaoping_worker must exist.',
  },
  async run({ language, print }) {
    const { ownerDatabaseUrl } = readConfig();
    if (!ownerDatabaseUrl) throw new UsageError('请设 DATABASE_OWNER_URL', 'Set DATABASE_OWNER_URL');
    const steps = await migrate(ownerDatabaseUrl);
    for (const step of steps) print(step);
    print(language === 'zh' ? `完成 ${steps.length} 步` : `${steps.length} steps done`);
    return 0;
  },
};
