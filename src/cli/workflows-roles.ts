/** `workflows roles KIND…`: for every state of a kind who may send which event, as a page in both languages. */
import { approvalWords } from '../../workflows/approval/labels.js';
import type { MachineSpec, Who } from '../../workflows/kit.js';
import { describe } from '../../workflows/kit.js';
import { type Labels, wordIn } from '../../workflows/labels.js';
import { tableOf } from '../../workflows/laws.js';
import { roleNames } from '../core/roles.js';

type Told = Pick<Labels, 'title' | 'states' | 'events' | 'fields'>;
type Words = readonly [zh: Told, en: Told];

/** What somebody is to the case, for those whom no role names. */
const relations = {
  system: ['系统', 'the system'],
  applicant: ['申请人', 'the applicant'],
  subject: ['当事人', 'the subject'],
  holder: ['该环节待办人（含代理人）', 'whoever holds the task, or the deputy'],
} as const;
const scopes: Readonly<Record<string, readonly [string, string]>> = {
  window: ['本窗口', 'of the window'],
  unit: ['本单位', 'of the unit'],
  hall: ['本大厅', 'of the hall'],
};

const whoOf = (who: Who, [zh, en]: Words): string => {
  if ('role' in who) {
    const of = scopes[who.scope ?? ''];
    return `${roleNames[who.role].zh}${of ? `（${of[0]}）` : ''} ${roleNames[who.role].en}${of ? ` (${of[1]})` : ''}`;
  }
  if (who.is !== 'named') return relations[who.is].join(' ');
  return `${wordIn(zh.fields, who.field) ?? who.field} ${(wordIn(en.fields, who.field) ?? who.field).toLowerCase()}`;
};

const both = (words: Words, part: 'states' | 'events', name: string): string =>
  words.map((labels) => wordIn(labels[part], name) ?? name).join(' ');

function stateLines(spec: MachineSpec, words: Words, state: string): string[] {
  const pairs = Object.entries(tableOf(spec)[state] ?? {});
  const taken = pairs.filter(([, how]) => how !== 'refused');
  const refused = pairs.flatMap(([event, how]) => (how === 'refused' ? [event] : []));
  return [
    `### ${both(words, 'states', state)} \`${state}\``,
    '',
    ...(taken.length === 0 ? [] : ['| 操作 Event | 谁 Who |', '| --- | --- |']),
    ...taken.map(
      ([event, how]) =>
        `| ${both(words, 'events', event)} \`${event}\`${how === 'guarded' ? ' *' : ''} | ${(spec.events[event]?.by ?? []).map((who) => whoOf(who, words)).join('；')} |`,
    ),
    ...(taken.length === 0 ? [] : ['']),
    refused.length === 0
      ? '无一概不受理的操作。 No event is refused outright.'
      : `任何人都不受理 Refused for everybody: ${refused.map((event) => `\`${event}\``).join(', ')}`,
    '',
  ];
}

/** @param words labels of a kind in Chinese and English */
export function rolesPage(
  specs: readonly MachineSpec[],
  words: (kind: string) => readonly [zh: Labels, en: Labels],
): string {
  const lines = [
    '# 谁在哪个状态可以做什么 Who may do what in which state',
    '',
    '由 `npm run --silent cli -- workflows roles leave substitution > docs/who-may.md` 生成；没有列出的人一律不受理。带 * 的操作还须满足条件，不满足的说明理由。申请人和代为填报的人从不审批自己的事。',
    '',
    'Made by `npm run --silent cli -- workflows roles leave substitution > docs/who-may.md`. Whoever is not listed is refused. An event with * also has conditions, and says which one fails. Neither the applicant nor who filed for him ever decides.',
    '',
  ];
  for (const spec of specs) {
    const told = (labels: Labels, language: string): Told => {
      const kit = approvalWords(spec, language);
      const { title, states } = labels;
      return {
        title,
        states,
        events: { ...kit?.events, ...labels.events },
        fields: { ...kit?.fields, ...labels.fields },
      };
    };
    const [zh, en] = words(spec.kind);
    const own: Words = [told(zh, 'zh-CN'), told(en, 'en')];
    lines.push(`## ${own[0].title} ${own[1].title} (${spec.kind} v${spec.version})`, '');
    for (const { state } of describe(spec).states) lines.push(...stateLines(spec, own, state));
  }
  return lines.join('\n').trimEnd();
}
