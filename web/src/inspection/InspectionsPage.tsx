import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router';
import { CaseTable } from '../case/CaseListPage.js';
import { Page } from '../components/Page.js';
import { useSay } from '../i18n.js';
import { useMe } from '../shell/session.js';

const planners = ['INSPECTOR', 'SUPERVISION', 'OFFICE'];

/** Inspections one may know of, from the plan to the signed result. */
export function InspectionsPage() {
  const { say } = useSay();
  const me = useMe();
  const mayPlan = me.grants.some((grant) => planners.includes(grant.role));
  return (
    <Page
      title={say('nav.inspections')}
      extra={
        mayPlan ? (
          <Link to="/inspections/new">
            <Button type="primary" icon={<PlusOutlined />}>
              {say('nav.inspectionNew')}
            </Button>
          </Link>
        ) : null
      }
    >
      <CaseTable kind="inspection" empty={say('inspection.empty')} open={(row) => `/inspections/${row.id}`} />
    </Page>
  );
}
