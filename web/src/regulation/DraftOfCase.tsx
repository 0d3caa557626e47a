import { Link } from 'react-router';
import { useGet } from '../api/hooks.js';
import { Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { DiffCard } from './DiffCard.js';
import type { DraftView } from './shapes.js';

/** What one signs: everything that the new edition says otherwise, with the way to its text. */
export function DraftOfCase({ id }: { id: string }) {
  const { say } = useSay();
  const draft = useGet<DraftView>(`/api/edition-drafts/${id}`);
  return (
    <div style={{ marginBottom: 12 }}>
      {draft.error?.body.status === 403 ? null : <Refusal problem={draft.error} />}
      {draft.data?.diff ? (
        <DiffCard
          diff={draft.data.diff}
          title={say('diff.against', { day: draft.data.diff.before.edition })}
          extra={<Link to={`/regulations/drafts/${id}`}>{say('draft.toDraft')}</Link>}
        />
      ) : null}
    </div>
  );
}
