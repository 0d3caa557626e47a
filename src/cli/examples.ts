import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../platform/config/project-root.js';
import { type CliCommand, readOptions, UsageError } from './command.js';
import { bankDepartment } from './example-data/bank-department.js';
import { cityHall } from './example-data/city-hall.js';

const examples: Readonly<Record<string, () => Promise<Map<string, Buffer>>>> = {
  'city-hall': cityHall,
  'bank-department': bankDepartment,
};

export const command: CliCommand = {
  usage: 'examples generate | check [--out DIR]',
  zh: '生成示例表格，或核对仓库中的示例与生成结果一致',
  en: 'Write the example spreadsheets, or check that the committed ones are what would be written',
  async run({ args, language, print }) {
    const { rest, values } = readOptions(args, { values: ['out'] });
    const [verb] = rest;
    if (verb !== 'generate' && verb !== 'check')
      throw new UsageError('请使用 examples generate 或 examples check', 'Use examples generate or examples check');
    const root = values.out ?? join(projectRoot, 'examples');
    let different = 0;
    for (const [name, generate] of Object.entries(examples)) {
      for (const [file, bytes] of await generate()) {
        const path = join(root, name, file);
        const isSame = existsSync(path) && readFileSync(path).equals(bytes);
        if (verb === 'generate' && !isSame) {
          mkdirSync(join(root, name), { recursive: true });
          writeFileSync(path, bytes);
        }
        if (!isSame) {
          different += 1;
          print(`${verb === 'generate' ? '+' : '≠'} ${name}/${file}`);
        }
      }
    }
    print(
      language === 'zh'
        ? `${different} 个文件${verb === 'generate' ? '已写入' : '不一致'}`
        : `${different} file(s) ${verb === 'generate' ? 'written' : 'differ'}`,
    );
    return verb === 'check' && different > 0 ? 1 : 0;
  },
};
