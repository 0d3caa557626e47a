import { defineProblems, text } from './define.js';

export const caseProblems = defineProblems({
  'case.version_unknown': {
    status: 404,
    zh: text('没有这个版本的流程', '“{kind}”没有第 {version} 版，现有：{known}', '请用 workflows list 查看现有版本'),
    en: text(
      'There is no such version',
      '"{kind}" has no version {version}; known: {known}',
      'See the versions with "workflows list"',
    ),
  },
  'case.cannot_move': {
    status: 409,
    zh: text('不能改到新版流程', '案卷 {key} 的状态在第 {to} 版中无法恢复，或没有任何出路', '该案卷留在原版本办完即可'),
    en: text(
      'Cannot be moved to that version',
      'Version {to} cannot take the state of {key}, or offers no way on from it',
      'Let the case end on the version that it has',
    ),
  },
  'workflow.transition_refused': {
    status: 409,
    zh: text('当前状态不能这样办理', '案卷现在处于“{state}”，不能执行“{event}”', '可办理的操作：{available}'),
    en: text(
      'Not possible in the present state',
      'The case is in "{state}"; "{event}" is not possible',
      'Possible now: {available}',
    ),
  },
  'workflow.event_unknown': {
    status: 400,
    zh: text('未知的操作', '“{event}”不是本类案卷的操作', '请使用：{available}'),
    en: text('Unknown event', '"{event}" is not an event of this kind of case', 'Use one of: {available}'),
  },
  'case.not_found': {
    status: 404,
    zh: text('没有找到案卷', '案卷不存在，或不在您的查看范围内', '请返回列表重新选择'),
    en: text(
      'Case not found',
      'The case does not exist or is outside what you may see',
      'Go back to the list and choose again',
    ),
  },
  'case.kind_unknown': {
    status: 404,
    zh: text('没有这种案卷', '不存在“{kind}”这种案卷', '请从页面上的入口办理'),
    en: text('Unknown kind of case', 'There is no kind of case "{kind}"', 'Use one of the entries on the page'),
  },
  'workflow.version_missing': {
    status: 500,
    zh: text(
      '流程版本缺失',
      '案卷需要“{kind}”第 {version} 版流程，但程序中没有',
      '请安装含该版本的程序，或由运维按规程迁移案卷',
    ),
    en: text(
      'Machine version missing',
      'The case needs version {version} of "{kind}", which this program does not have',
      'Install a program that has it, or move the cases by the recorded procedure',
    ),
  },
  'workflow.chain_broken': {
    status: 500,
    zh: text('案卷记录链中断', '案卷 {caseId} 第 {seq} 条记录缺失或被改动', '已停止办理，请联系审计员核查'),
    en: text(
      'The record chain is broken',
      'Event {seq} of case {caseId} is missing or was changed',
      'Nothing more is done with this case; ask the auditor',
    ),
  },
  'case.changed': {
    status: 412,
    zh: text(
      '案卷已被他人更新',
      '您看到的是第 {seen} 版，现为第 {revision} 版，由{by}办理',
      '请刷新后核对最新内容再办理，您的意见仍保留在页面上',
    ),
    en: text(
      'Someone was faster',
      'You saw revision {seen}; it is now {revision}, by {by}',
      'Refresh, check the present state and act again; your text is kept',
    ),
  },
});
