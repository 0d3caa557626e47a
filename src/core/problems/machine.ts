import { defineProblems, text } from './define.js';

/** Refusals of the machines themselves: the state of a case or a guard of the regulation forbids it. */
export const machineProblems = defineProblems({
  'workflow.snapshot_invalid': {
    status: 500,
    zh: text(
      '案卷状态无法读取',
      '“{kind}”第 {version} 版流程不认识保存的状态 {state}',
      '已记为异常待运维处理，案卷内容没有改变',
    ),
    en: text(
      'The stored state cannot be read',
      'Version {version} of "{kind}" does not know the stored state {state}',
      'It is filed as an incident; the case itself was not changed',
    ),
  },
});
