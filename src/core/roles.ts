/**
 * Who may act (roles of the regulations, section "roles" of docs/roles.md) and how far a right reaches (scopes).
 * A grant is one role held within one scope, e.g. WINDOW_HEAD of window W03.
 */
export const roles = [
  'STAFF',
  'SUBSTITUTE',
  'SHIFT_LEADER',
  'WINDOW_HEAD',
  'SECTION_HEAD',
  'DIRECTOR',
  'HOME_DEPT_LEADER',
  'TEAM_LEADER',
  'CENTRE_LEADER',
  'FLOOR_DUTY',
  'SUPERVISION',
  'CONTENT_SECTION',
  'INSPECTOR',
  'MYSTERY',
  'JUDGE',
  'COMMITTEE',
  'OFFICE',
  'COMPLAINT_DESK',
  'HR',
  'RULE_ADMIN',
  'SYSTEM_ADMIN',
  'SECURITY_ADMIN',
  'AUDITOR',
  'OPERATOR',
] as const;
export type Role = (typeof roles)[number];

export const scopes = ['own', 'window', 'unit', 'hall', 'institution'] as const;
export type Scope = (typeof scopes)[number];

/** The scope that a role has when a grant does not say otherwise. */
export const defaultScope: Readonly<Record<Role, Scope>> = {
  STAFF: 'own',
  SUBSTITUTE: 'own',
  WINDOW_HEAD: 'window',
  HOME_DEPT_LEADER: 'unit',
  TEAM_LEADER: 'unit',
  SECTION_HEAD: 'unit',
  SHIFT_LEADER: 'hall',
  FLOOR_DUTY: 'hall',
  SUPERVISION: 'institution',
  CONTENT_SECTION: 'institution',
  INSPECTOR: 'institution',
  COMMITTEE: 'institution',
  OFFICE: 'institution',
  CENTRE_LEADER: 'institution',
  DIRECTOR: 'institution',
  HR: 'institution',
  RULE_ADMIN: 'institution',
  MYSTERY: 'institution',
  JUDGE: 'institution',
  COMPLAINT_DESK: 'institution',
  SYSTEM_ADMIN: 'institution',
  SECURITY_ADMIN: 'institution',
  AUDITOR: 'institution',
  OPERATOR: 'institution',
};

export const roleNames: Readonly<Record<Role, { zh: string; en: string }>> = {
  STAFF: { zh: '窗口工作人员', en: 'Window worker' },
  SUBSTITUTE: { zh: '替岗人员', en: 'Substitute' },
  SHIFT_LEADER: { zh: '带班班长', en: 'Shift leader' },
  WINDOW_HEAD: { zh: '窗口负责人', en: 'Window head' },
  SECTION_HEAD: { zh: '科长', en: 'Section head' },
  DIRECTOR: { zh: '主任', en: 'Director' },
  HOME_DEPT_LEADER: { zh: '派出单位领导', en: 'Home unit leader' },
  TEAM_LEADER: { zh: '带队领导', en: 'Team leader' },
  CENTRE_LEADER: { zh: '中心领导', en: 'Centre leader' },
  FLOOR_DUTY: { zh: '楼层值班长', en: 'Floor duty leader' },
  SUPERVISION: { zh: '督查科', en: 'Supervision section' },
  CONTENT_SECTION: { zh: '业务科室', en: 'Content section' },
  INSPECTOR: { zh: '检查人员', en: 'Inspector' },
  MYSTERY: { zh: '神秘人', en: 'Mystery guest' },
  JUDGE: { zh: '评委', en: 'Judge' },
  COMMITTEE: { zh: '考核领导小组', en: 'Committee' },
  OFFICE: { zh: '办公室', en: 'Office' },
  COMPLAINT_DESK: { zh: '投诉窗口', en: 'Complaint desk' },
  HR: { zh: '人事部门', en: 'Personnel' },
  RULE_ADMIN: { zh: '制度管理员', en: 'Rule administrator' },
  SYSTEM_ADMIN: { zh: '系统管理员', en: 'System administrator' },
  SECURITY_ADMIN: { zh: '安全管理员', en: 'Security administrator' },
  AUDITOR: { zh: '审计员', en: 'Auditor' },
  OPERATOR: { zh: '运维', en: 'Operator' },
};

/** One role within one scope; `target` is the code of the person, window, unit or hall, and absent for the institution. */
export interface Grant {
  role: Role;
  scope: Scope;
  target?: string;
}
