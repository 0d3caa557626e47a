import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Form, Input, Segmented, Select } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { type ApiProblem, call } from '../api/client.js';
import { useGet, useSend } from '../api/hooks.js';
import type { DemoPeople, DemoPerson } from '../api/types.js';
import { nameOf } from '../api/words.js';
import { Refusal } from '../components/Refusal.js';
import { setLanguage, useSay } from '../i18n.js';

/** Sign-in: with an account, or in the demonstration by choosing a person. */
export function SignInPage() {
  const { say, language } = useSay();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const demo = useGet<DemoPeople>('/api/demo/people', { institution: search.get('institution') ?? undefined });
  const offered = (demo.data?.items.length ?? 0) > 0;
  const [way, setWay] = useState<'account' | 'demo'>('account');
  useEffect(() => setWay(offered ? 'demo' : 'account'), [offered]);
  useEffect(() => {
    document.title = `${say('signIn.title')} · ${say('app.name')}`;
  }, [say]);
  const enter = (): void => {
    client.clear();
    const next = search.get('next');
    navigate(next?.startsWith('/') && !next.startsWith('//') ? next : '/tasks', { replace: true });
  };
  return (
    <main className="page" style={{ maxWidth: way === 'demo' && offered ? 980 : 460, paddingTop: 'min(7vh, 60px)' }}>
      <header className="page-head">
        <h1>
          <span className="house">{say('app.name')}</span>
        </h1>
        <span className="muted">{say('app.line')}</span>
        <span className="grow" />
        <Button
          type="text"
          lang={language === 'en' ? 'zh-CN' : 'en'}
          onClick={() => {
            setLanguage(language === 'en' ? 'zh-CN' : 'en');
            void client.invalidateQueries();
          }}
        >
          {language === 'en' ? '中文' : 'English'}
        </Button>
      </header>
      {search.get('next') ? (
        <Alert type="info" showIcon title={say('signIn.again')} style={{ marginBottom: 12 }} />
      ) : null}
      {offered ? (
        <Segmented
          block
          style={{ marginBottom: 12 }}
          value={way}
          onChange={setWay}
          options={[
            { value: 'demo', label: say('signIn.demo') },
            { value: 'account', label: say('signIn.account') },
          ]}
        />
      ) : null}
      {way === 'demo' && offered ? <DemoPicks list={demo.data!} onIn={enter} /> : <AccountForm onIn={enter} />}
    </main>
  );
}

function AccountForm({ onIn }: { onIn: () => void }) {
  const { say } = useSay();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (values: { institution: string; account: string; password: string }): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await call('/api/auth/sign-in', { method: 'POST', body: values });
      localStorage.setItem('kp.institution', values.institution);
      onIn();
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card>
      <Refusal problem={problem} />
      <Form
        layout="vertical"
        onFinish={(values) => void submit(values)}
        initialValues={{ institution: localStorage.getItem('kp.institution') ?? '' }}
        requiredMark={false}
      >
        <Form.Item
          name="institution"
          label={say('signIn.institution')}
          rules={[{ required: true, message: say('form.required', { label: say('signIn.institution') }) }]}
        >
          <Input autoComplete="organization" />
        </Form.Item>
        <Form.Item
          name="account"
          label={say('signIn.name')}
          rules={[{ required: true, message: say('form.required', { label: say('signIn.name') }) }]}
        >
          <Input autoComplete="username" />
        </Form.Item>
        <Form.Item
          name="password"
          label={say('signIn.password')}
          rules={[{ required: true, message: say('form.required', { label: say('signIn.password') }) }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy} style={{ minHeight: 44 }}>
          {say('signIn.enter')}
        </Button>
      </Form>
    </Card>
  );
}

/** Roles in the order in which a month passes through their hands. */
const order = [
  'STAFF',
  'SUBSTITUTE',
  'WINDOW_HEAD',
  'SHIFT_LEADER',
  'HOME_DEPT_LEADER',
  'CENTRE_LEADER',
  'INSPECTOR',
  'FLOOR_DUTY',
  'SUPERVISION',
  'CONTENT_SECTION',
  'COMMITTEE',
  'OFFICE',
  'SECTION_HEAD',
  'DIRECTOR',
  'HR',
  'RULE_ADMIN',
  'SYSTEM_ADMIN',
  'AUDITOR',
];

function leading(person: DemoPerson): string {
  const special = person.roles.filter((role) => role !== 'STAFF' && role !== 'SUBSTITUTE');
  const rank = (role: string): number => (order.indexOf(role) < 0 ? 99 : order.indexOf(role));
  return [...(special.length ? special : person.roles)].sort((a, b) => rank(a) - rank(b))[0] ?? 'STAFF';
}

function DemoPicks({ list, onIn }: { list: DemoPeople; onIn: () => void }) {
  const { say, maybe } = useSay();
  const [search, setSearch] = useSearchParams();
  const [typed, setTyped] = useState('');
  const send = useSend();
  const institution = search.get('institution') ?? list.institution?.code ?? list.institutions[0]?.code;
  const groups = useMemo(() => {
    const word = typed.trim().toLowerCase();
    const found = list.items.filter(
      (person) =>
        !word ||
        [
          person.name,
          person.code,
          person.title,
          nameOf(person.window),
          nameOf(person.unit),
          ...person.roles.map((role) => maybe(`role.${role}`, role)),
        ].some((text) => text?.toLowerCase().includes(word)),
    );
    const map = new Map<string, DemoPerson[]>();
    for (const person of found) map.set(leading(person), [...(map.get(leading(person)) ?? []), person]);
    return [...map].sort(
      ([a], [b]) => (order.indexOf(a) < 0 ? 99 : order.indexOf(a)) - (order.indexOf(b) < 0 ? 99 : order.indexOf(b)),
    );
  }, [list.items, typed, maybe]);
  return (
    <Card>
      <p style={{ marginTop: 0 }}>{say('signIn.demo.text')}</p>
      <div style={{ display: 'flex', gap: 10, flexWrap: 'wrap' }}>
        {list.institutions.length > 1 ? (
          <Select
            aria-label={say('signIn.institution')}
            value={institution}
            style={{ minWidth: 220 }}
            options={list.institutions.map((one) => ({ value: one.code, label: one.name }))}
            onChange={(code) => setSearch({ institution: code })}
          />
        ) : null}
        <Input.Search
          aria-label={say('signIn.search')}
          placeholder={say('signIn.search')}
          allowClear
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          style={{ flex: 1, minWidth: 200 }}
        />
      </div>
      <Refusal problem={send.error} />
      {groups.map(([role, people]) => (
        <section key={role} aria-label={maybe(`role.${role}`, role)}>
          <h2 style={{ fontSize: '1.05em', margin: '16px 0 8px' }}>
            {maybe(`role.${role}`, role)} <span className="muted">{people.length}</span>
          </h2>
          <div className="people">
            {(typed || people.length <= 8 ? people : people.slice(0, 8)).map((person) => (
              <button
                type="button"
                key={person.code}
                disabled={send.isPending}
                onClick={() =>
                  send.mutate(
                    {
                      path: '/api/demo/sign-in',
                      body: { personCode: person.code, ...(institution ? { institution } : {}) },
                    },
                    { onSuccess: onIn },
                  )
                }
              >
                {person.name} <span className="muted tnum">{person.code}</span>
                <small>
                  {[person.title, nameOf(person.window) || nameOf(person.unit)].filter(Boolean).join(' · ')}
                </small>
              </button>
            ))}
          </div>
          {!typed && people.length > 8 ? <p className="muted">{say('signIn.more', { n: people.length - 8 })}</p> : null}
        </section>
      ))}
    </Card>
  );
}
