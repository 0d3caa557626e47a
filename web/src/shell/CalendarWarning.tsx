import { Alert } from 'antd';
import { Link } from 'react-router';
import type { CalendarYearView } from '../../../src/organization/organization.contract.js';
import { useGet } from '../api/hooks.js';
import { useSay } from '../i18n.js';
import { useMe } from './session.js';

const told: readonly string[] = ['SUPERVISION', 'SYSTEM_ADMIN'];

/** From 1 November on, until next year's arrangement is in: to those who can bring it in, on every page. */
export function CalendarWarning() {
  const { say } = useSay();
  const me = useMe();
  const concerned = me.grants.some((grant) => told.includes(grant.role));
  const year = Number(me.clock.today.slice(0, 4));
  const calendar = useGet<CalendarYearView>(concerned ? '/api/calendar' : null, { year }, { keep: true });
  const missing = calendar.data?.missing;
  if (!missing) return null;
  return (
    <Alert
      banner
      type="warning"
      className="no-print"
      title={
        <>
          {say('calendar.warning', { year: missing })} · {say('calendar.warning.hint', { year: missing })}{' '}
          <Link to={`/calendar?year=${missing}`}>{say('calendar.warning.open')}</Link>
        </>
      }
    />
  );
}
