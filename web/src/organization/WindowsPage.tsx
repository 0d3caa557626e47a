import { Button } from 'antd';
import { useState } from 'react';
import type { WindowRow } from '../api/types.js';
import { Page } from '../components/Page.js';
import { QueryTable } from '../components/QueryTable.js';
import { useSay } from '../i18n.js';
import { hasRole, useMe } from '../shell/session.js';
import { MinimumDialog } from './MinimumDialog.js';
import { ZonesDrawer } from './ZonesDrawer.js';

/** Windows; a row opens the window's sheet. */
export function WindowsPage() {
  const { say, maybe } = useSay();
  const mayKeep = hasRole(useMe(), 'SYSTEM_ADMIN', 'SUPERVISION');
  const [edited, setEdited] = useState<WindowRow>();
  const [zones, setZones] = useState(false);
  return (
    <Page
      title={say('nav.windows')}
      extra={mayKeep ? <Button onClick={() => setZones(true)}>{say('minimum.zones')}</Button> : null}
    >
      <QueryTable<WindowRow>
        path="/api/windows"
        rowKey={(row) => row.code}
        open={(row) => `/results/window:${row.code}`}
        empty={say('windows.empty')}
        filters={[
          { name: 'q', label: say('pick.window') },
          {
            name: 'group',
            label: say('field.group'),
            options: ['approval', 'publicService'].map((value) => ({ value, label: maybe(`group.${value}`, value) })),
          },
        ]}
        columns={[
          {
            key: 'code',
            title: say('field.code'),
            sort: 'code',
            show: (row) => <span className="tnum">{row.code}</span>,
          },
          { key: 'name', title: say('field.name'), sort: 'name', show: (row) => <strong>{row.name}</strong> },
          { key: 'group', title: say('field.group'), show: (row) => maybe(`group.${row.group}`, row.group) },
          { key: 'unit', title: say('field.unit'), show: (row) => row.unitName },
          { key: 'head', title: say('field.head'), show: (row) => row.headName },
          { key: 'workers', title: say('field.workers'), number: true, show: (row) => row.workers },
          {
            key: 'least',
            title: say('minimum.least'),
            number: true,
            show: (row) =>
              mayKeep ? (
                <Button
                  size="small"
                  aria-label={`${say('minimum.edit')} ${row.code}`}
                  onClick={(event) => {
                    event.stopPropagation();
                    setEdited(row);
                  }}
                >
                  {row.least}
                </Button>
              ) : (
                row.least
              ),
          },
          { key: 'zone', title: say('minimum.zone'), show: (row) => row.zone },
        ]}
        card={(row) => (
          <>
            <strong>
              {row.code} {row.name}
            </strong>
            <div className="muted">
              {[maybe(`group.${row.group}`, row.group), row.headName, `${say('minimum.least')} ${row.least}`]
                .filter(Boolean)
                .join(' · ')}
            </div>
          </>
        )}
      />
      {zones ? <ZonesDrawer onClose={() => setZones(false)} /> : null}
      {edited ? <MinimumDialog window={edited} onClose={() => setEdited(undefined)} /> : null}
    </Page>
  );
}
