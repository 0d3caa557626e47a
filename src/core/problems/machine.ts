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
  'approval.not_holder': {
    status: 422,
    zh: text(
      '不是本环节的办理人',
      '本环节（{step}）不由您办理，或您已在本环节签署过',
      '同一环节每人只签一次；如需他人办理请转办',
    ),
    en: text(
      'Not yours to sign',
      'The step {step} is not yours, or you have signed it already',
      'Everybody signs a step once; transfer the task if another person should act',
    ),
  },
  'approval.urged_recently': {
    status: 422,
    zh: text('刚刚催办过', '同一环节 {hours} 小时内只能催办一次', '请稍后再催办'),
    en: text('Urged a short time ago', 'A step can be urged once in {hours} hours', 'Try again later'),
  },
  'approval.no_such_step': {
    status: 422,
    zh: text('不能退回到该环节', '只能退回申请人或之前的环节', '可退回的环节：{available}'),
    en: text(
      'Cannot be returned to that step',
      'A case goes back to the applicant or to an earlier step',
      'Earlier steps: {available}',
    ),
  },
  'approval.cannot_transfer': {
    status: 422,
    zh: text('不能转办给该人员', '{person} 是申请人、您本人，或已是本环节办理人', '请另选一位办理人'),
    en: text(
      'Cannot be transferred to this person',
      '{person} is the applicant, yourself, or already acts in this step',
      'Choose another person',
    ),
  },
});
