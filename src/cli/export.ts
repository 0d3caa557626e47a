import { resolve } from 'node:path';
import { Problem } from '../core/problem.js';
import { OrganizationRepository } from '../organization/organization.repository.js';
import { Database } from '../platform/database/database.js';
import { ArchiveService } from '../scoring/archive.service.js';
import { writeArchive } from './archive-file.js';
import { type CliCommand, readOptions, UsageError } from './command.js';
import { withApp } from './open-app.js';

export const command: CliCommand = {
  usage: 'export --institution CODE --period KEY --out FILE',
  zh: '导出一个周期的存档，供另一台机器复算',
  en: 'Write the archive of a period, to be recomputed on another machine',
  help: {
    zh: '存档是一个 .json.gz 文件，含事实及其链、名单（只有编号）、制度文本、裁定和公布的结果。在另一台机器上用 verify --archive 文件 复算，不需要数据库。',
    en: 'The archive is one .json.gz file: facts with their chains, the population (codes only), the texts of the regulation, rulings and what was shown. On another machine `verify --archive FILE` recomputes it without any database.',
  },
  async run({ args, language, print }) {
    const { rest, values } = readOptions(args, { values: ['institution', 'period', 'out'] });
    const { institution, period, out } = values;
    if (rest.length > 0 || !institution || !period || !out)
      throw new UsageError('请写明 --institution、--period 和 --out', 'Say --institution, --period and --out');
    const file = resolve(out);
    const entries = await withApp(async (app) => {
      const database = app.get(Database, { strict: false });
      const organization = app.get(OrganizationRepository, { strict: false });
      const found = await database.system((tx) => organization.institutionByCode(tx, institution));
      if (!found) throw new Problem('organization.institution_unknown', { code: institution });
      return database.inInstitution(
        found.id,
        (tx) => writeArchive(file, app.get(ArchiveService, { strict: false }).lines(tx, period)),
        { settings: { statement_timeout: '600s' } },
      );
    });
    print(language === 'zh' ? `已导出 ${entries} 条记录：${out}` : `Exported ${entries} entries: ${out}`);
    return 0;
  },
};
