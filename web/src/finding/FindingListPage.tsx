import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router';
import { CaseTable } from '../case/CaseListPage.js';
import { Page } from '../components/Page.js';
import { useSay } from '../i18n.js';

/** Ledger of findings, from the recorded to the closed. */
export function FindingListPage() {
  const { say } = useSay();
  return (
    <Page
      title={say('nav.findingList')}
      extra={
        <>
          <Link to="/inspections">{say('nav.inspections')}</Link>
          <Link to="/findings/new">
            <Button type="primary" icon={<PlusOutlined />}>
              {say('nav.findingNew')}
            </Button>
          </Link>
        </>
      }
    >
      <CaseTable path="/api/cases" kind="finding" empty={say('finding.empty')} />
    </Page>
  );
}
