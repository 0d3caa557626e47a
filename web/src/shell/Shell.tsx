import { AuditOutlined, CarryOutOutlined, FormOutlined, MenuOutlined, UserOutlined } from '@ant-design/icons';
import { Badge, Button, Drawer, Layout, Menu, Space } from 'antd';
import { useEffect, useState } from 'react';
import { NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { useGet } from '../api/hooks.js';
import { useSay } from '../i18n.js';
import { AccountMenu } from './AccountMenu.js';
import { Bell } from './Bell.js';
import { CalendarWarning } from './CalendarWarning.js';
import { ClockTag } from './ClockTag.js';
import { usePreferences } from './preferences.js';
import { sectionsOf } from './sections.js';
import { useMe } from './session.js';

export type Counts = Partial<Record<'todo' | 'done' | 'mine' | 'cc', number>>;

/** Tables that scroll sideways must be reachable by keyboard (WCAG 2.1.1); the library leaves that to the page. */
function useScrollableByKeyboard(): void {
  useEffect(() => {
    const mark = (): void => {
      for (const part of document.querySelectorAll<HTMLElement>('.ant-table-content, .ant-table-body')) {
        if (part.scrollWidth > part.clientWidth && part.tabIndex < 0) part.tabIndex = 0;
      }
    };
    const observer = new MutationObserver(mark);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
}

/** Frame of the signed-in application: sections at the left on the desk, four tabs at the foot on a phone. */
export function Shell() {
  const { phone } = usePreferences();
  const { say } = useSay();
  const location = useLocation();
  useScrollableByKeyboard();
  const counts = useGet<Counts>('/api/tasks/counts', undefined, { refetchInterval: 30_000 });
  // A new page begins at its top, for eyes and for screen readers alike.
  useEffect(() => {
    window.scrollTo(0, 0);
    if (location.pathname) document.getElementById('content')?.focus({ preventScroll: true });
  }, [location.pathname]);
  return (
    <>
      <a className="skip" href="#content">
        {say('shell.skip')}
      </a>
      {phone ? <PhoneShell todo={counts.data?.todo ?? 0} /> : <DeskShell todo={counts.data?.todo ?? 0} />}
    </>
  );
}

function House({ short }: { short?: boolean }) {
  const me = useMe();
  return (
    <div className="house" style={{ fontSize: short ? '1em' : '1.1em', maxWidth: short ? '52vw' : 420 }}>
      {me.institution.name}
    </div>
  );
}

function Sections({ todo, onGo }: { todo: number; onGo?: () => void }) {
  const { say } = useSay();
  const me = useMe();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const list = sectionsOf(me);
  const paths = list.flatMap((section) => section.entries.map((entry) => entry.path));
  const current =
    paths
      .filter((path) => pathname === path || pathname.startsWith(`${path}/`))
      .sort((a, b) => b.length - a.length)[0] ?? '';
  return (
    <nav aria-label={say('shell.sections')}>
      <Menu
        mode="inline"
        selectedKeys={[current]}
        defaultOpenKeys={list
          .filter((section) => section.id === 'leave' || section.entries.some((entry) => entry.path === current))
          .map((section) => section.id)}
        onClick={({ key }) => {
          navigate(key);
          onGo?.();
        }}
        style={{ borderInlineEnd: 0, paddingBottom: 24 }}
        items={list.map((section) =>
          section.entries.length === 1
            ? {
                key: section.entries[0]!.path,
                icon: section.icon,
                label: (
                  <span style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center' }}>
                    {say(section.label)}
                    {section.id === 'todo' && todo > 0 ? <Badge count={todo} color="var(--kp-error)" /> : null}
                  </span>
                ),
              }
            : {
                key: section.id,
                icon: section.icon,
                label: say(section.label),
                children: section.entries.map((entry) => ({ key: entry.path, label: say(entry.label) })),
              },
        )}
      />
    </nav>
  );
}

function DeskShell({ todo }: { todo: number }) {
  const { say } = useSay();
  const [narrow, setNarrow] = useState(() => window.innerWidth < 1024);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const listen = (): void => setNarrow(window.innerWidth < 1024);
    window.addEventListener('resize', listen);
    return () => window.removeEventListener('resize', listen);
  }, []);
  return (
    <Layout style={{ minHeight: '100dvh' }}>
      <Layout.Header
        style={{
          display: 'flex',
          alignItems: 'center',
          gap: 16,
          borderBottom: '1px solid var(--kp-line)',
          position: 'sticky',
          top: 0,
          zIndex: 40,
        }}
      >
        {narrow ? (
          <Button type="text" icon={<MenuOutlined />} aria-label={say('shell.menu')} onClick={() => setOpen(true)} />
        ) : null}
        <House />
        <span style={{ flex: 1 }} />
        <Space size={8}>
          <ClockTag />
          <Bell />
          <AccountMenu />
        </Space>
      </Layout.Header>
      <Layout hasSider={!narrow}>
        {narrow ? (
          <Drawer
            open={open}
            placement="left"
            onClose={() => setOpen(false)}
            size={260}
            title={say('shell.menu')}
            styles={{ body: { padding: 0 } }}
          >
            <Sections todo={todo} onGo={() => setOpen(false)} />
          </Drawer>
        ) : (
          <Layout.Sider
            width={214}
            theme="light"
            style={{
              borderInlineEnd: '1px solid var(--kp-line)',
              position: 'sticky',
              top: 56,
              height: 'calc(100dvh - 56px)',
              overflowY: 'auto',
            }}
          >
            <Sections todo={todo} />
          </Layout.Sider>
        )}
        <Layout.Content id="content" tabIndex={-1} role="main" style={{ outline: 'none', minWidth: 0 }}>
          <CalendarWarning />
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  );
}

function PhoneShell({ todo }: { todo: number }) {
  const { say } = useSay();
  const me = useMe();
  const inspects = sectionsOf(me).some(
    (section) => section.id === 'findings' && section.entries.some((entry) => entry.path === '/findings/new'),
  );
  return (
    <>
      <header
        style={{
          display: 'flex',
          alignItems: 'center',
          gap: 8,
          padding: '8px 12px',
          background: 'var(--kp-surface)',
          borderBottom: '1px solid var(--kp-line)',
          position: 'sticky',
          top: 0,
          zIndex: 40,
        }}
      >
        <House short />
        <span style={{ flex: 1 }} />
        <Bell />
        <AccountMenu />
      </header>
      <main id="content" tabIndex={-1} className="with-tabs" style={{ outline: 'none' }}>
        <CalendarWarning />
        <Outlet />
      </main>
      <nav className="tabs" aria-label={say('shell.tabs')}>
        <NavLink to="/tasks">
          <Badge count={todo} color="var(--kp-error)">
            <CarryOutOutlined />
          </Badge>
          {say('nav.todo')}
        </NavLink>
        <NavLink to="/apply">
          <FormOutlined />
          {say('nav.applyShort')}
        </NavLink>
        {inspects ? (
          <NavLink to="/findings">
            <AuditOutlined />
            {say('nav.findings')}
          </NavLink>
        ) : null}
        <NavLink to="/mine">
          <UserOutlined />
          {say('nav.mine')}
        </NavLink>
      </nav>
    </>
  );
}
