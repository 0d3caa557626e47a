/** Every command by name; each file is loaded only when its command is asked for. */
import type { CliCommand } from './command.js';

export interface CommandEntry {
  zh: string;
  en: string;
  load(): Promise<{ command: CliCommand }>;
}

export const commands: Readonly<Record<string, CommandEntry>> = {
  examples: {
    zh: '生成或核对示例表格',
    en: 'Write or check the example spreadsheets',
    load: () => import('./examples.js'),
  },
  month: {
    zh: '按示例办完一个月，从表格到盖章公文',
    en: 'Do a month of an example, from spreadsheets to sealed notices',
    load: () => import('./month.js'),
  },
  admin: {
    zh: '建立单位和系统管理员，给出一次性登录链接',
    en: 'Make an institution and its administrator, with a one-time sign-in link',
    load: () => import('./admin.js'),
  },
  status: {
    zh: '服务是否在运行、是否就绪',
    en: 'Whether the service runs and is ready',
    load: () => import('./status.js'),
  },
  migrate: {
    zh: '升级数据库结构（外部数据库用）',
    en: 'Bring the schema up to date (for an external database)',
    load: () => import('./migrate.js'),
  },
  verify: {
    zh: '核对事实链，并按事实复算一个周期的结果',
    en: 'Check the chains of facts, and recompute the result of a cycle from them',
    load: () => import('./verify.js'),
  },
  export: {
    zh: '导出一个周期的存档，供另一台机器复算',
    en: 'Write the archive of a period, to be recomputed on another machine',
    load: () => import('./export.js'),
  },
  rules: {
    zh: '列出、显示和检查制度，按事实文件试算',
    en: 'List, show and check regulations, evaluate a file of facts',
    load: () => import('./rules.js'),
  },
  workflows: {
    zh: '列出、显示和检查各类案卷的流程',
    en: 'List, show and check the machines of all kinds of cases',
    load: () => import('./workflows.js'),
  },
  cases: {
    zh: '把办理中的案卷改到另一版流程，先预览后执行',
    en: 'Move open cases to another version of their machine, previewed first',
    load: () => import('./cases.js'),
  },
  problems: {
    zh: '列出全部拒绝代码、含义和处理办法',
    en: 'List every refusal with its meaning and what to do',
    load: () => import('./problems.js'),
  },
};
