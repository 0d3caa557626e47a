import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfig } from '../platform/config/config.js';
import { readService } from '../platform/service/service-file.js';
import { type CliCommand, readOptions, UsageError } from './command.js';
import { bankMonth } from './month/bank-department.js';
import { cityHallMonth } from './month/city-hall.js';
import { Hall } from './month/hall.js';
import { withService } from './month/service.js';

const stories = { 'city-hall': cityHallMonth, 'bank-department': bankMonth } as const;

export const command: CliCommand = {
  usage: 'month --example city-hall|bank-department --month 2026-09 --out DIR',
  zh: '按示例办完一个月：导入、请假、检查、考核、申诉、公示、公文，全部经由运行中的服务',
  en: 'Do a whole month of an example through the running service: imports, leave, findings, appraisal, appeal, publicity, papers',
  help: {
    zh: '在自己的单位里进行，可反复运行，不影响演示数据。有服务在运行就用它，没有就启动整个产品，办完再停。\n公文写入 DIR/papers，结果写入 DIR/summary.json；两次运行的 summary.json 字节相同。',
    en: 'It works in an institution of its own, so it can be repeated and leaves the demonstration alone. It uses the running service, or starts the whole product and stops it afterwards.\nPapers go to DIR/papers, results to DIR/summary.json; two runs write the same bytes there.',
  },
  async run({ args, print }) {
    const { values } = readOptions(args, { values: ['example', 'month', 'out'] });
    const example = values.example ?? 'city-hall';
    if (!(example in stories))
      throw new UsageError(
        '--example 只能是 city-hall 或 bank-department',
        '--example is city-hall or bank-department',
      );
    const month = values.month ?? '2026-09';
    if (!values.out) throw new UsageError('请用 --out 指定输出文件夹', 'Say where to write with --out');
    const out = resolve(values.out);
    mkdirSync(out, { recursive: true });
    const { home } = readConfig();
    const began = Date.now();
    await withService(home, print, async () => {
      const url = () => readService(home)?.url ?? 'http://127.0.0.1:9';
      const hall = new Hall({ url, institution: `month-${randomBytes(5).toString('hex')}` }, example, print);
      const summary = await stories[example as keyof typeof stories](hall, month, out);
      writeFileSync(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    });
    print(`✓ ${join(out, 'summary.json')} (${Math.round((Date.now() - began) / 1000)} s)`);
    return 0;
  },
};
