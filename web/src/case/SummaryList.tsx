import { Link } from 'react-router';
import type { CaseView } from '../api/types.js';
import { instant, nameOf, pick } from '../api/words.js';
import { useSay } from '../i18n.js';

const subjectText = (subject: CaseView['subject']): string =>
  subject == null ? '' : typeof subject === 'string' ? nameOf(subject) : (subject.name ?? nameOf(subject.key));

/** The edition may come as `id@day` in one word. */
function editionPath(ref: { id: string; edition?: string }): string {
  const [id, day] = ref.id.split('@');
  const edition = ref.edition ?? day;
  return edition ? `/regulations/${id}/${edition}` : '/regulations/adopted';
}

/** What the case says, in the order in which its form asks for it. */
export function SummaryList({ file }: { file: CaseView }) {
  const { say, language } = useSay();
  const rows: [string, string][] = [
    [say('field.key'), file.key],
    ...(file.applicant ? [[say('field.applicant'), nameOf(file.applicant)] as [string, string]] : []),
    ...(file.subject ? [[say('field.subject'), subjectText(file.subject)] as [string, string]] : []),
    ...file.summary.map(({ label, value }) => [label, pick(value, language)] as [string, string]),
    [say('field.filedAt'), instant(file.filedAt)],
    ...(file.closedAt ? [[say('field.closedAt'), instant(file.closedAt)] as [string, string]] : []),
  ];
  return (
    <dl className="kv">
      {rows
        .filter(([, value]) => value !== '')
        .map(([label, value]) => (
          <Pair key={label} label={label} value={value} />
        ))}
      {file.editionRef ? (
        <>
          <dt>{say('field.edition')}</dt>
          <dd>
            <Link to={editionPath(file.editionRef)}>
              {file.editionRef.id} {file.editionRef.edition}
            </Link>
          </dd>
        </>
      ) : null}
    </dl>
  );
}

const Pair = ({ label, value }: { label: string; value: string }) => (
  <>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </>
);
