import { Alert, App, Button, Space } from 'antd';
import { Link } from 'react-router';
import { useSend } from '../api/hooks.js';
import { Nothing } from '../components/Page.js';
import { Refusal } from '../components/Refusal.js';
import { useDraft } from '../components/useDraft.js';
import { useSay } from '../i18n.js';
import { ArticleList } from './ArticleList.js';
import { ChangeRow } from './ChangeRows.js';
import { type Change, changeOf, faultyFields, keyOf, patchOf } from './changes.js';
import type { RuleEditor } from './RuleLine.js';
import type { ChangeDraft, DraftView } from './shapes.js';

/** The text of the draft, in which the points of each rule can be changed where they stand. */
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
  const put = (next: Change): void =>
    keep({ changes: changes.map((one) => (keyOf(one) === keyOf(next) ? next : one)) });
  const drop = (gone: Change): void => keep({ changes: changes.filter((one) => keyOf(one) !== keyOf(gone)) });
  const row = (change: Change) => (
    <ChangeRow key={keyOf(change)} change={change} view={view} onPut={put} onRemove={() => drop(change)} />
  );
  const editor: RuleEditor = {
    edit: (rule) => {
      const change = changeOf(view, `rule:${rule}`);
      if (change && !changes.some((one) => keyOf(one) === keyOf(change))) keep({ changes: [...changes, change] });
    },
    fields: (rule) => changes.filter((one) => one.kind === 'rule' && one.name === rule).map(row),
  };
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
        <div className="savebar">
          {changes.filter((one) => one.kind !== 'rule').map(row)}
          {onBlank ? (
            <Alert
              type="info"
              showIcon
              title={<Link to={`/regulations/blanks?draft=${draft.id}`}>{say('draft.parametersThere')}</Link>}
            />
          ) : null}
          <Space wrap>
            <Button type="primary" disabled={count === 0 || faulty} loading={send.isPending} onClick={save}>
              {say('draft.saveItems', { n: count })}
            </Button>
            <span className="muted">{say('draft.items.how')}</span>
          </Space>
          <Refusal problem={send.error} />
        </div>
      ) : null}
      <ArticleList view={view} wanted="" editor={editable ? editor : undefined} />
    </div>
  );
}
