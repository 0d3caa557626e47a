import type { INestApplicationContext } from '@nestjs/common';
import { Problem } from '../core/problem.js';
import { ChainService } from '../ledger/chain.service.js';
import { OrganizationRepository } from '../organization/organization.repository.js';
import { Database } from '../platform/database/database.js';
import { ResultsService } from '../scoring/results.service.js';
import { type CliCommand, readOptions, UsageError } from './command.js';
import { withApp } from './open-app.js';
import { verifyFile } from './verify-archive.js';

interface Wish {
  institution?: string;
  cycle?: string;
  anchor?: { day: string; hash: string };
}

/** One institution's answer; a first fault names the bad entry. */
interface Answer {
  institution: string;
  ok: boolean;
  entries: number;
  chains: number;
  days: number;
  first?: { chain: string; entry: number; fault: string };
  cycle?: { key: string; ok: boolean; digest: string; recomputed: string; mismatches: readonly string[] };
}

export const command: CliCommand = {
  usage:
    'verify [--institution CODE] [--cycle KEY] [--anchor DAY:HASH] [--json] | --archive FILE [--anchor DAY:HASH] [--json]',
  zh: '核对事实链，并按事实复算一个周期的结果',
  en: 'Check the chains of facts, and recompute the result of a cycle from them',
  help: {
    zh: '不给 --institution 时核对全部单位。--anchor 给出另处留存的某日链头（如打印件上的），整库回滚只有这样才能发现。有一处不符即以 1 退出，并指出第一条有问题的记录。--archive 复算 export 导出的存档，不需要数据库，可在另一台机器上进行。',
    en: 'Without --institution all institutions are checked. --anchor takes the head of a closed day that was kept elsewhere (as printed): only that finds a database rolled back as a whole. Exits with 1 when anything differs and names the first bad entry. --archive recomputes a file written by export, without any database, on any machine.',
  },
  async run({ args, language, print }) {
    const { wish, isJson, archive } = readWish(args);
    if (archive) return verifyFile(archive, { anchor: wish.anchor, isJson }, { language, print });
    const answers = await withApp((app) => check(app, wish));
    for (const answer of answers) print(isJson ? JSON.stringify(answer) : sentence(answer, language));
    return answers.every((answer) => answer.ok) ? 0 : 1;
  },
};

function readWish(args: readonly string[]): { wish: Wish; isJson: boolean; archive: string | undefined } {
  const { rest, values, flags } = readOptions(args, {
    values: ['institution', 'cycle', 'anchor', 'archive'],
    flags: ['json'],
  });
  if (rest.length > 0) throw new UsageError(`多余的参数 ${rest.join(' ')}`, `Unexpected ${rest.join(' ')}`);
  if (values.archive && (values.institution || values.cycle))
    throw new UsageError(
      '--archive 不与 --institution、--cycle 合用',
      '--archive goes with neither --institution nor --cycle',
    );
  if (values.cycle && !values.institution)
    throw new UsageError('--cycle 须与 --institution 合用', '--cycle needs --institution');
  const anchor = /^(\d{4}-\d{2}-\d{2}):([0-9a-f]{64})$/.exec(values.anchor ?? '');
  if (values.anchor && !anchor) throw new UsageError('--anchor 应为 日期:指纹', '--anchor takes DAY:HASH');
  return {
    isJson: flags.has('json'),
    archive: values.archive,
    wish: {
      institution: values.institution,
      cycle: values.cycle,
      ...(anchor ? { anchor: { day: anchor[1]!, hash: anchor[2]! } } : {}),
    },
  };
}

async function check(app: INestApplicationContext, wish: Wish): Promise<Answer[]> {
  const database = app.get(Database, { strict: false });
  const organization = app.get(OrganizationRepository, { strict: false });
  const all = await database.system((tx) => organization.institutions(tx));
  const chosen = all.filter((entry) => !wish.institution || entry.code === wish.institution);
  if (chosen.length === 0 && wish.institution)
    throw new Problem('organization.institution_unknown', { code: wish.institution });
  const answers: Answer[] = [];
  for (const { id, code } of chosen) {
    const answer = await database.inInstitution(
      id,
      async (tx): Promise<Answer> => {
        const report = await app.get(ChainService, { strict: false }).verifyChains(tx, wish.anchor);
        const cycle = wish.cycle ? await app.get(ResultsService, { strict: false }).verify(tx, wish.cycle) : undefined;
        const { entries, chains, days, first } = report;
        const found = { institution: code, ok: report.ok && (cycle?.ok ?? true), entries, chains, days };
        return {
          ...found,
          ...(first ? { first: { chain: first.chain, entry: first.entry, fault: first.fault } } : {}),
          ...(cycle && wish.cycle
            ? {
                cycle: {
                  key: wish.cycle,
                  ok: cycle.ok,
                  digest: cycle.digest,
                  recomputed: cycle.recomputed,
                  mismatches: cycle.mismatches,
                },
              }
            : {}),
        };
      },
      { settings: { statement_timeout: '600s' } },
    );
    answers.push(answer);
  }
  return answers;
}

function sentence(answer: Answer, language: 'zh' | 'en'): string {
  const { institution, entries, chains, days, first, cycle } = answer;
  const lines =
    language === 'zh'
      ? [
          `${institution}：${entries} 条记录、${chains} 条链、${days} 个日结，${first ? `第一处不符：${first.chain} 第 ${first.entry} 条（${first.fault}）` : '一致'}`,
        ]
      : [
          `${institution}: ${entries} entries, ${chains} chains, ${days} closed days, ${first ? `first fault: ${first.chain} entry ${first.entry} (${first.fault})` : 'all fit'}`,
        ];
  if (cycle) {
    const same = cycle.mismatches.length === 0 && cycle.digest === cycle.recomputed;
    if (language === 'zh')
      lines.push(
        `${cycle.key}：结果 ${cycle.digest}，复算 ${cycle.recomputed}，${same ? '一致' : `不一致：${cycle.mismatches.join('、')}`}`,
      );
    else
      lines.push(
        `${cycle.key}: result ${cycle.digest}, recomputed ${cycle.recomputed}, ${same ? 'the same' : `different: ${cycle.mismatches.join(', ')}`}`,
      );
  }
  return lines.join('\n');
}
