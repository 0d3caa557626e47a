import { Button, Result, Space } from 'antd';
import { isRouteErrorResponse, Link, useRouteError } from 'react-router';
import { useSay } from '../i18n.js';

const Home = () => {
  const { say } = useSay();
  return (
    <Space>
      <Link to="/tasks">
        <Button type="primary">{say('error.home')}</Button>
      </Link>
      <Button onClick={() => window.location.reload()}>{say('common.refresh')}</Button>
    </Space>
  );
};

export function NotFoundPage() {
  const { say } = useSay();
  return <Result status="404" title={say('error.404')} subTitle={say('error.404.hint')} extra={<Home />} />;
}

export function ForbiddenPage() {
  const { say } = useSay();
  return <Result status="403" title={say('error.403')} subTitle={say('error.403.hint')} extra={<Home />} />;
}

/** A page that fell over: says so, keeps drafts (they are in the browser's storage) and offers the way on. */
export function RouteErrorPage() {
  const { say } = useSay();
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />;
  return (
    <Result status="500" title={say('error.500')} subTitle={say('error.500.hint')} extra={<Home />}>
      <details>
        <summary>{say('error.details')}</summary>
        <pre style={{ whiteSpace: 'pre-wrap' }}>{error instanceof Error ? error.message : String(error)}</pre>
      </details>
    </Result>
  );
}
