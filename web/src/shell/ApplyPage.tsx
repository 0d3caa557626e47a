import {
  BookOutlined,
  CalendarOutlined,
  DiffOutlined,
  ExperimentOutlined,
  FieldTimeOutlined,
  MessageOutlined,
  RightOutlined,
  SwapOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Page } from '../components/Page.js';
import { useSay } from '../i18n.js';
import { useMayAsk } from '../regulation/rights.js';

/** What one can ask for. */
export function ApplyPage() {
  const { say } = useSay();
  const mayAsk = useMayAsk();
  return (
    <Page title={say('nav.apply')}>
      <nav
        aria-label={say('nav.apply')}
        style={{ display: 'grid', gap: 10, gridTemplateColumns: 'repeat(auto-fill, minmax(min(320px, 100%), 1fr))' }}
      >
        <Tile to="/leaves/new" icon={<CalendarOutlined />} title={say('apply.leave')} text={say('apply.leave.text')} />
        <Tile
          to="/leaves?mine=true"
          icon={<CalendarOutlined />}
          title={say('apply.leaves')}
          text={say('apply.leaves.text')}
        />
        <Tile
          to="/leaves/balance"
          icon={<CalendarOutlined />}
          title={say('nav.balance')}
          text={say('balance.apply.text')}
        />
        <Tile
          to="/substitutions"
          icon={<SwapOutlined />}
          title={say('apply.substitutions')}
          text={say('apply.substitutions.text')}
        />
        <Tile
          to="/absences?mine=true"
          icon={<FieldTimeOutlined />}
          title={say('absence.mine')}
          text={say('absence.apply.text')}
        />
        <Tile
          to="/appeals/new"
          icon={<MessageOutlined />}
          title={say('apply.appeal')}
          text={say('apply.appeal.text')}
        />
        <Tile
          to="/appeals?mine=true"
          icon={<MessageOutlined />}
          title={say('apply.appeals')}
          text={say('apply.appeals.text')}
        />
        <Tile
          to="/regulations/adopted"
          icon={<BookOutlined />}
          title={say('apply.rules')}
          text={say('apply.rules.text')}
        />
        {mayAsk ? (
          <>
            <Tile
              to="/regulations/editions"
              icon={<DiffOutlined />}
              title={say('nav.editions')}
              text={say('apply.editions.text')}
            />
            <Tile
              to="/regulations/what-if"
              icon={<ExperimentOutlined />}
              title={say('nav.whatIf')}
              text={say('apply.whatIf.text')}
            />
          </>
        ) : null}
      </nav>
    </Page>
  );
}

function Tile({ to, icon, title, text }: { to: string; icon: ReactNode; title: string; text: string }) {
  return (
    <Link
      to={to}
      style={{
        display: 'flex',
        gap: 14,
        alignItems: 'center',
        padding: 16,
        minHeight: 64,
        background: 'var(--kp-surface)',
        border: '1px solid var(--kp-line)',
        borderRadius: 8,
        color: 'var(--kp-text)',
      }}
    >
      <span style={{ fontSize: 24, color: 'var(--kp-primary)' }}>{icon}</span>
      <span style={{ flex: 1 }}>
        <strong>{title}</strong>
        <span className="muted" style={{ display: 'block' }}>
          {text}
        </span>
      </span>
      <RightOutlined aria-hidden="true" />
    </Link>
  );
}
