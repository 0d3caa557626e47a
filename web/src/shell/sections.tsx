import {
  AuditOutlined,
  BarChartOutlined,
  BookOutlined,
  CalendarOutlined,
  CarryOutOutlined,
  FileProtectOutlined,
  ImportOutlined,
  MessageOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Me } from '../api/types.js';
import type { TextKey } from '../texts/index.js';

export interface Entry {
  path: string;
  label: TextKey;
  /** Shown only to holders of one of these roles; absent = to everyone who sees the section. */
  roles?: readonly string[];
}
export interface SectionSpec {
  id: string;
  label: TextKey;
  icon: ReactNode;
  entries: readonly Entry[];
}

/** Left-hand sections; which of them a person sees is said by the service (`me.sections`). */
export const sections: readonly SectionSpec[] = [
  { id: 'todo', label: 'nav.todo', icon: <CarryOutOutlined />, entries: [{ path: '/tasks', label: 'nav.inbox' }] },
  {
    id: 'mine',
    label: 'nav.mine',
    icon: <UserOutlined />,
    entries: [
      { path: '/mine', label: 'nav.score' },
      { path: '/apply', label: 'nav.apply' },
      { path: '/calendar-feeds', label: 'nav.feeds' },
    ],
  },
  {
    id: 'leave',
    label: 'nav.leave',
    icon: <CalendarOutlined />,
    entries: [
      { path: '/leaves/new', label: 'nav.leaveNew' },
      { path: '/leaves', label: 'nav.leaves' },
      { path: '/leaves/balance', label: 'nav.balance' },
      {
        path: '/leave-balances',
        label: 'nav.balances',
        roles: ['HR', 'SUPERVISION', 'OFFICE', 'CENTRE_LEADER', 'DIRECTOR', 'AUDITOR'],
      },
      { path: '/substitutions', label: 'nav.substitutions' },
      { path: '/badges', label: 'nav.badges' },
      { path: '/duty', label: 'nav.duty' },
      { path: '/absences', label: 'nav.absences' },
    ],
  },
  {
    id: 'findings',
    label: 'nav.findings',
    icon: <AuditOutlined />,
    entries: [
      {
        path: '/findings/new',
        label: 'nav.findingNew',
        roles: ['INSPECTOR', 'SUPERVISION', 'FLOOR_DUTY', 'OFFICE', 'CONTENT_SECTION'],
      },
      { path: '/findings', label: 'nav.findingList' },
      { path: '/inspections', label: 'nav.inspections' },
      {
        path: '/calendar-duties',
        label: 'nav.calendarDuties',
        roles: ['OFFICE', 'SUPERVISION', 'CENTRE_LEADER', 'RULE_ADMIN', 'AUDITOR'],
      },
    ],
  },
  {
    id: 'appraisal',
    label: 'nav.appraisal',
    icon: <BarChartOutlined />,
    entries: [{ path: '/cycles', label: 'nav.cycles' }],
  },
  {
    id: 'appeals',
    label: 'nav.appeals',
    icon: <MessageOutlined />,
    entries: [{ path: '/appeals', label: 'nav.appealList' }],
  },
  {
    id: 'papers',
    label: 'nav.papers',
    icon: <FileProtectOutlined />,
    entries: [
      { path: '/papers', label: 'nav.paperList' },
      { path: '/v', label: 'nav.verify' },
    ],
  },
  {
    id: 'rules',
    label: 'nav.rules',
    icon: <BookOutlined />,
    entries: [
      { path: '/regulations/adopted', label: 'nav.adopted' },
      { path: '/regulations', label: 'nav.regulations' },
      { path: '/regulations/editions', label: 'nav.editions' },
      { path: '/regulations/blanks', label: 'nav.blanks', roles: ['RULE_ADMIN', 'SUPERVISION', 'OFFICE'] },
      {
        path: '/regulations/what-if',
        label: 'nav.whatIf',
        roles: ['RULE_ADMIN', 'SUPERVISION', 'COMMITTEE', 'CENTRE_LEADER'],
      },
    ],
  },
  {
    id: 'people',
    label: 'nav.organization',
    icon: <SafetyCertificateOutlined />,
    entries: [
      { path: '/people', label: 'nav.people' },
      { path: '/windows', label: 'nav.windows' },
      { path: '/calendar', label: 'nav.calendar' },
    ],
  },
  {
    id: 'imports',
    label: 'nav.imports',
    icon: <ImportOutlined />,
    entries: [{ path: '/imports', label: 'nav.imports' }],
  },
  { id: 'admin', label: 'nav.admin', icon: <SettingOutlined />, entries: [{ path: '/admin', label: 'nav.system' }] },
];

const holds = (me: Me, roles: readonly string[] | undefined): boolean =>
  !roles || me.grants.some((grant) => roles.includes(grant.role));

export function sectionsOf(me: Me): SectionSpec[] {
  const named = new Set<string>(me.sections);
  return sections
    .filter((section) => named.has(section.id))
    .map((section) => ({ ...section, entries: section.entries.filter((entry) => holds(me, entry.roles)) }))
    .filter((section) => section.entries.length > 0);
}
