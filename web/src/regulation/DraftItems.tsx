import { Alert, App, Button, Space } from 'antd';
import { Link } from 'react-router';
import { useSend } from '../api/hooks.js';
import { Nothing } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useDraft } from '../components/useDraft.js';
import { useSay } from '../i18n.js';
import { ArticleList } from './ArticleList.js';
import { ChangeRows } from './ChangeRows.js';
import { type Change, changeOf, faultyFields, keyOf, patchOf } from './changes.js';
import type { ChangeDraft, DraftView } from './shapes.js';

/** Other points for chosen rules; the text below shows the draft as it stands. */
export function DraftItems({ draft, editable }: { draft: DraftView; editable: boolean }) {
  const { say } = useSay();
  const { message } = App.useApp();
  const [typed, keep] = useDraft<{ changes: Change[] }>(`edition.${draft.id}.items`, { changes: [] });
  const send = useSend<DraftView>(['/api/edition-drafts']);
  const view = draft.edition;
  if (!view) return <Nothing text={say('draft.faulty')} />;
  const changes = typed.changes.filter((one) => changeOf(view, keyOf(one)));
  const patch = patchOf(view, changes);
  const onBlank = Object.keys(patch.fill).length > 0;
  const count = patch.items.length + Object.keys(patch.settings).length;
  const faulty = changes.some((one) => faultyFields(one, view).length > 0);
  const save = (): void => {
    const body: ChangeDraft = {
      ...(patch.items.length ? { items: patch.items } : {}),
      ...(Object.keys(patch.settings).length ? { settings: patch.settings } : {}),
    };
    send.mutate(
      { path: `/api/edition-drafts/${draft.id}`, method: 'PATCH', body, revision: draft.revision },
      {
        onSuccess: () => {
          keep({ changes: changes.filter((one) => one.kind === 'parameter') });
          void message.success(say('draft.saved'));
        },
      },
    );
  };
  return (
    <div className="stack">
      {editable ? (
        <>
          <ChangeRows view={view} changes={changes} onChange={(next) => keep({ changes: next })} />
          {onBlank ? (
            <Alert
              type="info"
              showIcon
              title={<Link to={`/regulations/blanks?draft=${draft.id}`}>{say('draft.parametersThere')}</Link>}
            />
          ) : null}
          <Space>
            <Button type="primary" disabled={count === 0 || faulty} loading={send.isPending} onClick={save}>
              {say('draft.saveItems', { n: count })}
            </Button>
          </Space>
          <Refusal problem={send.error} />
        </>
      ) : null}
      <ArticleList view={view} wanted="" />
    </div>
  );
}
