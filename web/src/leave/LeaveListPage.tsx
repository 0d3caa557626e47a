import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { CaseTable } from '../case/CaseListPage.js';
import { Page } from '../components/Page.js';
import { useSay } from '../i18n.js';

/** Register of leave: one's own, or what one may see. */
export function LeaveListPage() {
  const { say } = useSay();
  const [search] = useSearchParams();
  const mine = search.get('mine') ?? undefined;
  return (
    <Page
      title={mine ? say('apply.leaves') : say('nav.leaves')}
      extra={
        <Link to="/leaves/new">
          <Button type="primary" icon={<PlusOutlined />}>
            {say('nav.leaveNew')}
          </Button>
        </Link>
      }
    >
      <CaseTable path="/api/cases" kind="leave" fixed={{ mine }} empty={say('leave.empty')} />
    </Page>
  );
}

/** Register of substitutions, badges included. */
export function SubstitutionListPage() {
  const { say } = useSay();
  return (
    <Page title={say('nav.substitutions')}>
      <CaseTable path="/api/cases" kind="substitution" empty={say('substitution.empty')} />
    </Page>
  );
}
