/** `cases move`: what would become of open cases under another version of their machine, and the move itself. */
import type { INestApplicationContext } from '@nestjs/common';
import { Problem } from '../core/problem.js';
import { OrganizationRepository } from '../organization/organization.repository.js';
import { Database } from '../platform/database/database.js';
import { CaseMoveService, type MoveLine } from '../workflow/case-move.service.js';
import { type CliCommand, type CliLanguage, readOptions, UsageError } from './command.js';
import { withApp } from './open-app.js';

interface Wish {
  kind: string;
  from: number;
  to: number;
  institution?: string;
  apply: boolean;
}
type Answer = MoveLine & { institution: string; moved?: boolean };

export const command: CliCommand = {
  usage: 'cases move --kind KIND --from N --to M [--institution CODE] [--apply] [--json]',
  zh: '把办理中的案卷改到另一版流程，先预览后执行',
  en: 'Move open cases to another version of their machine, previewed first',
  help: {
    zh: '办理中的案卷留在立案时的流程版本上。本命令逐件列出：保存的状态在新版本中能否恢复，改版前后可以办理的操作。只有加 --apply 才写入，每件记为一条案卷事件；不能恢复的留在原版本。有不能恢复的即以 1 退出。',
    en: 'A running case stays on the version it was born with. For each open case this lists whether the new version restores its state, and what could be done before and after. Nothing is written without --apply; with it every move is an event of the case, and what does not fit stays. Exits with 1 when a case does not fit.',
  },
  async run({ args, language, print }) {
    const { wish, isJson } = readWish(args);
    const answers = await withApp((app) => moveAll(app, wish));
    for (const answer of answers) print(isJson ? JSON.stringify(answer) : sentence(answer, language));
    if (!isJson) print(total(answers, wish, language));
    return answers.every((answer) => answer.fits && (!wish.apply || answer.moved)) ? 0 : 1;
  },
};

function readWish(args: readonly string[]): { wish: Wish; isJson: boolean } {
  const { rest, values, flags } = readOptions(args, {
    values: ['kind', 'from', 'to', 'institution'],
    flags: ['apply', 'json'],
  });
  if (rest.length !== 1 || rest[0] !== 'move') throw new UsageError('请指明 move', 'Say move');
  const [from, to] = [Number(values.from), Number(values.to)];
  if (!values.kind || !Number.isInteger(from) || !Number.isInteger(to) || from === to)
    throw new UsageError('须有 --kind 和两个不同的版本号', 'It takes --kind and two different versions');
  const { kind, institution } = values;
  return {
    wish: { kind, from, to, ...(institution ? { institution } : {}), apply: flags.has('apply') },
    isJson: flags.has('json'),
  };
}

/** Every case in its own transaction: one that has gone on meanwhile holds up no other. */
export async function moveAll(app: Pick<INestApplicationContext, 'get'>, wish: Wish): Promise<Answer[]> {
  const database = app.get(Database, { strict: false });
  const moves = app.get(CaseMoveService, { strict: false });
  const all = await database.system((tx) => app.get(OrganizationRepository, { strict: false }).institutions(tx));
  const chosen = all.filter((entry) => !wish.institution || entry.code === wish.institution);
  if (chosen.length === 0 && wish.institution)
    throw new Problem('organization.institution_unknown', { code: wish.institution });
  const answers: Answer[] = [];
  for (const { id, code } of chosen) {
    const lines = await database.inInstitution(id, (tx) => moves.preview(tx, wish.kind, wish.from, wish.to));
    for (const line of lines) {
      const answer: Answer = { institution: code, ...line };
      if (wish.apply && line.fits) answer.moved = await moved(database, moves, id, wish, line);
      answers.push(answer);
    }
  }
  return answers;
}

async function moved(
  database: Database,
  moves: CaseMoveService,
  institution: string,
  wish: Wish,
  line: MoveLine,
): Promise<boolean> {
  try {
    await database.inInstitution(institution, (tx) => moves.move(tx, wish.kind, wish.from, wish.to, line));
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return false;
    throw error;
  }
}

function sentence(answer: Answer, language: CliLanguage): string {
  const zh = language === 'zh';
  const gone = answer.before.filter((event) => !answer.after.includes(event));
  const more = answer.after.filter((event) => !answer.before.includes(event));
  const parts = [
    answer.moved === undefined
      ? answer.fits
        ? zh
          ? '可以改版'
          : 'fits'
        : zh
          ? '不能改版'
          : 'does not fit'
      : answer.moved
        ? zh
          ? '已改版'
          : 'moved'
        : zh
          ? '已有变化，未改版'
          : 'has gone on, not moved',
    ...(answer.why ? [answer.why] : []),
    ...(gone.length > 0 && answer.fits ? [`${zh ? '不再提供' : 'no longer'}: ${gone.join(', ')}`] : []),
    ...(more.length > 0 ? [`${zh ? '新提供' : 'new'}: ${more.join(', ')}`] : []),
  ];
  return `${answer.institution} ${answer.key} ${answer.state}: ${parts.join('; ')}`;
}

function total(answers: readonly Answer[], wish: Wish, language: CliLanguage): string {
  const fits = answers.filter((answer) => answer.fits).length;
  const done = answers.filter((answer) => answer.moved).length;
  if (language === 'zh')
    return wish.apply
      ? `共 ${answers.length} 件，已改版 ${done} 件`
      : `共 ${answers.length} 件，可以改版 ${fits} 件；加 --apply 才写入`;
  return wish.apply
    ? `${answers.length} cases, ${done} moved`
    : `${answers.length} cases, ${fits} fit; nothing is written without --apply`;
}
