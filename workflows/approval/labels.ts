/** Words of the approval kit, the same for every kind that approves; a kind's own words go before these. */
import type { MachineSpec } from '../contract.js';

export interface KitWords {
  events: Readonly<Record<string, string>>;
  /** By name, or `<verb>.<field>` where the same name means another thing in another verb. */
  fields: Readonly<Record<string, string>>;
  values: Readonly<Record<string, string>>;
  tasks: Readonly<Record<string, string>>;
}
type Pair = readonly [zh: string, en: string];
type Pairs = Readonly<Record<string, Pair>>;

const events: Pairs = {
  approve: ['同意', 'Approve'],
  opine: ['提出意见', 'Give the opinion'],
  refuse: ['不同意', 'Refuse'],
  return: ['退回', 'Return'],
  transfer: ['转办', 'Transfer'],
  delegate: ['委派（征求意见）', 'Ask for an opinion'],
  addSigner: ['加签', 'Add a signer'],
  removeSigner: ['减签', 'Remove a signer'],
  withdraw: ['撤回', 'Withdraw'],
  urge: ['催办', 'Urge'],
  copy: ['抄送', 'Copy'],
};
const fields: Pairs = {
  added: ['加签环节', 'Added step'],
  addedBy: ['加签人', 'Added by'],
  adders: ['加签过的人', 'Who added signers'],
  after: ['多久以后', 'After'],
  against: ['反对', 'Against'],
  alternates: ['可代为签署的人', 'May sign instead'],
  applicant: ['申请人', 'Applicant'],
  asked: ['被征求意见的人', 'Asked for an opinion'],
  at: ['时间', 'Time'],
  basis: ['依据', 'Basis'],
  by: ['由谁', 'By'],
  chain: ['审批链', 'Chain of approval'],
  days: ['天数', 'Days'],
  do: ['做什么', 'What happens'],
  due: ['期限', 'Due'],
  for: ['赞成', 'For'],
  holder: ['签署位次', 'Place in the step'],
  holders: ['办理人', 'Holders'],
  key: ['编号', 'Key'],
  mode: ['签署方式', 'Way of signing'],
  name: ['名称', 'Name'],
  of: ['总数', 'Of'],
  on: ['日期', 'Date'],
  onBehalfOf: ['代办', 'On behalf of'],
  opinion: ['意见', 'Opinion'],
  opinions: ['意见', 'Opinions'],
  passedBy: ['转出的人', 'Handed on by'],
  person: ['人员', 'Person'],
  place: ['加签位置', 'Where'],
  ratio: ['通过比例', 'Share needed'],
  reason: ['理由', 'Reason'],
  remark: ['备注', 'Remark'],
  removedBy: ['减签人', 'Removed by'],
  replace: ['替换原办理人', 'Instead of the holders'],
  role: ['角色', 'Role'],
  scope: ['范围', 'Scope'],
  signatures: ['签署', 'Signatures'],
  step: ['环节', 'Step'],
  tally: ['票数', 'Votes'],
  target: ['所指对象', 'Target'],
  timeouts: ['逾期处理', 'Time-outs'],
  to: ['给谁', 'To'],
  urgedAt: ['上次催办', 'Urged at'],
  verb: ['操作', 'Action'],
  vote: ['表决', 'Vote'],
  workingDays: ['工作日', 'Working days'],
  'return.to': ['退回到（不选即退回申请人）', 'Back to (nobody chosen: the applicant)'],
  'transfer.to': ['转办给', 'Transfer to'],
  'delegate.to': ['请谁提意见', 'Who is asked'],
  'delegate.remark': ['要问什么', 'What is asked'],
  'addSigner.to': ['加签人员', 'Signers to add'],
  'removeSigner.to': ['减去哪位', 'Signer to remove'],
  'copy.to': ['抄送给', 'Copy to'],
};
const values: Pairs = {
  any: ['或签', 'any one signs'],
  all: ['会签', 'all sign'],
  order: ['依次签', 'one after the other'],
  ratio: ['票签', 'by vote'],
  before: ['我之前（先由其签）', 'before me'],
  beside: ['与我并列（都要签）', 'beside me (both sign)'],
  after: ['我之后（我签后由其签）', 'after me'],
  for: ['赞成', 'for'],
  against: ['反对', 'against'],
  start: ['当日开始', 'start of the day'],
  noon: ['中午', 'noon'],
  end: ['当日结束', 'end of the day'],
  own: ['本人', 'own'],
  window: ['窗口', 'window'],
  unit: ['单位', 'unit'],
  hall: ['大厅', 'hall'],
  institution: ['全机构', 'institution'],
  remind: ['提醒', 'remind'],
  escalate: ['升级', 'escalate'],
  ...events,
  'approval-remind-*': ['逾期提醒', 'Reminder: the step waits too long'],
  'approval-escalate-*': ['逾期升级', 'Escalation: the step waits too long'],
  'approval-approve-*': ['逾期自动同意', 'Approved by time-out'],
  'approval-refuse-*': ['逾期自动不同意', 'Refused by time-out'],
  'approval-return-*': ['逾期自动退回', 'Returned by time-out'],
};
const tasks: Pairs = {
  'added-*': ['加签', 'Added signer'],
  'opinion-*': ['征求意见', 'Opinion wanted'],
};

/** Prefix of the verbs of a machine that uses the kit (`leave` of `leave.addSigner`); undefined for one that does not. */
export const approvalPrefix = (spec: Pick<MachineSpec, 'events'>): string | undefined =>
  Object.keys(spec.events)
    .find((name) => name.endsWith('.addSigner'))
    ?.replace(/\.addSigner$/, '');

const pick = (pairs: Pairs, at: 0 | 1, prefix = '') =>
  Object.fromEntries(Object.entries(pairs).map(([name, pair]) => [`${prefix}${name}`, pair[at]]));

/** The kit's words for a machine; undefined for one that does not use the kit. */
export function approvalWords(spec: Pick<MachineSpec, 'events'>, language: string): KitWords | undefined {
  const prefix = approvalPrefix(spec);
  if (prefix === undefined) return undefined;
  const at = language === 'en' ? 1 : 0;
  return {
    events: pick(events, at, `${prefix}.`),
    fields: pick(fields, at),
    values: pick(values, at),
    tasks: pick(tasks, at),
  };
}
