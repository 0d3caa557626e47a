import { Alert, Button, Card, Form, Input } from 'antd';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { type ApiProblem, call } from '../api/client.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** Opened by a one-time link; the secret stands behind `#`, so it never reaches a log. */
export function SetPasswordPage() {
  const { say } = useSay();
  const token = useLocation().hash.slice(1);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<{ institution: string; account: string }>();
  const submit = async ({ password }: { password: string }): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const made = await call<{ institution: string; account: string }>('/api/auth/password', {
        method: 'POST',
        body: { token, password },
      });
      localStorage.setItem('kp.institution', made.institution);
      setDone(made);
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="page" style={{ maxWidth: 460, paddingTop: 'min(7vh, 60px)' }}>
      <header className="page-head">
        <h1>{say('setPassword.title')}</h1>
      </header>
      <Card>
        {done ? (
          <>
            <Alert type="success" showIcon title={say('setPassword.done', done)} style={{ marginBottom: 12 }} />
            <Link to="/sign-in">{say('signIn.enter')}</Link>
          </>
        ) : (
          <>
            <p className="muted">{say('setPassword.how')}</p>
            <Refusal problem={problem} />
            <Form layout="vertical" requiredMark={false} onFinish={(values) => void submit(values)}>
              <Form.Item
                name="password"
                label={say('setPassword.password')}
                rules={[{ required: true, message: say('form.required', { label: say('setPassword.password') }) }]}
              >
                <Input.Password autoComplete="new-password" />
              </Form.Item>
              <Form.Item
                name="again"
                label={say('setPassword.again')}
                dependencies={['password']}
                rules={[
                  ({ getFieldValue }) => ({
                    validator: (_, value) =>
                      value === getFieldValue('password')
                        ? Promise.resolve()
                        : Promise.reject(new Error(say('setPassword.different'))),
                  }),
                ]}
              >
                <Input.Password autoComplete="new-password" />
              </Form.Item>
              <Button type="primary" htmlType="submit" block loading={busy} style={{ minHeight: 44 }}>
                {say('setPassword.save')}
              </Button>
            </Form>
          </>
        )}
      </Card>
    </main>
  );
}
