import { Alert, Button, Space, Tag } from 'antd';
import { createContext, type ReactNode, use } from 'react';
import { Link } from 'react-router';
import type { ApiProblem, ProblemLine } from '../api/client.js';
import { useSay } from '../i18n.js';

/** What was refused, why, which article says so and what to do next. The form keeps what was typed. */
export function Refusal({
  problem,
  onRetry,
  lines = true,
}: {
  problem: ApiProblem | null | undefined;
  onRetry?: () => void;
  lines?: boolean;
}) {
  const { say } = useSay();
  if (!problem) return null;
  const { body } = problem;
  const waiting = body.status === 0 || body.status === 503 || body.status === 429;
  return (
    <Alert
      role="alert"
      type={waiting ? 'warning' : 'error'}
      showIcon
      style={{ marginBlock: 12 }}
      title={body.title}
      description={
        <Space orientation="vertical" size={4} style={{ width: '100%' }}>
          {body.detail ? <span>{body.detail}</span> : null}
          {body.hint && !body.detail?.includes(body.hint) ? <span className="muted">{body.hint}</span> : null}
          {body.retryAfter ? <span>{say('refusal.wait', { seconds: body.retryAfter })}</span> : null}
          {lines && body.errors?.length ? <ProblemLines lines={body.errors} detail={body.detail} /> : null}
          <Articles anchors={body.articles} />
          {body.available?.length ? (
            <span>
              {say('refusal.available')}
              {body.available
                .map((event) => (typeof event === 'string' ? event : (event.label ?? event.event)))
                .join('、')}
            </span>
          ) : null}
          {onRetry ? (
            <Button size="small" onClick={onRetry}>
              {say('common.retry')}
            </Button>
          ) : null}
          {body.trace_id ? (
            <small className="muted">{say('refusal.traceId', { id: body.trace_id, code: body.code })}</small>
          ) : null}
        </Space>
      }
    />
  );
}

/** @param detail what is said above already and need not stand in a line again */
export function ProblemLines({ lines, detail }: { lines: readonly ProblemLine[]; detail?: string }) {
  const { say, maybe } = useSay();
  const told = lines
    .map((line) => {
      const place = placeOf(line.where ?? line.pointer, maybe);
      const allowed = Array.isArray(line.allowed) ? line.allowed.join('、') : String(line.allowed ?? '');
      const more = [
        line.message && !detail?.includes(line.message) ? line.message : '',
        line.got ? say('refusal.got', { got: line.got }) : '',
        allowed ? say('refusal.allowed', { allowed: withUnit(allowed, maybe) }) : '',
        line.hint && !detail?.includes(line.hint) ? line.hint : '',
      ].filter(Boolean);
      return { key: `${line.where ?? line.pointer}-${line.message}`, place, more };
    })
    .filter(({ more }) => more.length > 0);
  if (told.length === 0) return null;
  return (
    <ul style={{ margin: 0, paddingInlineStart: 18 }}>
      {told.map(({ key, place, more }) => (
        <li key={key}>
          {place} {more.join(' · ')}
        </li>
      ))}
    </ul>
  );
}

/** A place in a list stays as it is; the way into a request is told by the name of its last field, if it has one. */
function placeOf(where: string | undefined, maybe: (key: string, otherwise: string) => string): ReactNode {
  if (!where) return null;
  if (!where.startsWith('/')) return <code>{where}</code>;
  const field = where
    .split('/')
    .filter((step) => step && !/^\d+$/.test(step))
    .at(-1);
  return field ? maybe(`field.${field}`, '') : null;
}

/** `≥ 0.5 d` with the unit in the reader's language. */
const withUnit = (allowed: string, maybe: (key: string, otherwise: string) => string): string =>
  allowed.replace(/(?<=\d) (d|min)$/, (_, unit: string) => ` ${maybe(`unit.${unit}`, unit)}`);

/** Page of the text whose articles are meant: what is in force, unless a page shows another edition. */
export const ArticleHome = createContext('/regulations/adopted');

/** Article anchors as links to the text that they stand in. */
export function Articles({ anchors }: { anchors?: readonly string[] | null }) {
  const { say } = useSay();
  const home = use(ArticleHome);
  if (!anchors?.length) return null;
  return (
    <span>
      <span className="muted">{say('common.articles')} </span>
      {anchors.map((anchor) => (
        <Link key={anchor} to={`${home}#${anchor}`}>
          <Tag color="blue" variant="outlined">
            {anchor}
          </Tag>
        </Link>
      ))}
    </span>
  );
}
