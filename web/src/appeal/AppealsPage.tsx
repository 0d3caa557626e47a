import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { CaseTable } from '../case/CaseListPage.js';
import { Page } from '../components/Page.js';
import { useSay } from '../i18n.js';

/** Queue of appeals. */
export function AppealsPage() {
  const { say } = useSay();
  const [search] = useSearchParams();
  const mine = search.get('mine') ?? undefined;
  return (
    <Page
      title={mine ? say('apply.appeals') : say('nav.appealList')}
      extra={
        <Link to="/appeals/new">
          <Button type="primary" icon={<PlusOutlined />}>
            {say('apply.appeal')}
          </Button>
        </Link>
      }
    >
      <CaseTable
        path="/api/cases"
        kind="appeal"
        fixed={{ mine }}
        empty={say('appeal.empty')}
        open={(row) => `/appeals/${row.id}`}
      />
    </Page>
  );
}
