import { FileImageOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useGet } from '../api/hooks.js';
import type { CaseView, EditionView } from '../api/types.js';
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

/** Number of an item of the regulation, such as `R11.A4`. */
const itemNumber = /^[A-Z]+\d*\.[\w.]+$/;

/** What the case says, most telling first; numbers of the regulation stand with their words. */
export function SummaryList({ file }: { file: CaseView }) {
  const { say, language } = useSay();
  const told = file.summary.map(({ label, value }) => [label, pick(value, language)] as const);
  const numbered = told.some(([, value]) => itemNumber.test(value));
  const adopted = useGet<EditionView>(numbered ? '/api/regulations/adopted' : null);
  const itemText = (value: string): ReactNode => {
    if (!itemNumber.test(value)) return value;
    const article = adopted.data?.articles.find(
      (one) => one.article === value || one.items.some((item) => item.item === value),
    );
    const words = article?.items.find((item) => item.item === value) ?? article;
    if (!article) return value;
    return (
      <Link to={`/regulations/adopted#${article.article}`}>
        {value} {pick(words, language)}
      </Link>
    );
  };
  const whom = subjectText(file.subject);
  const who = nameOf(file.applicant);
  const rows: [string, ReactNode][] = [
    [say('field.applicant'), who],
    [say('field.subject'), whom === who ? '' : whom],
    ...told
      .filter(([, value]) => value !== whom)
      .map(([label, value]) => [label, itemText(value)] as [string, ReactNode]),
    [say('field.evidence'), evidenceOf(file, say('field.evidence'))],
    [say('field.filedAt'), instant(file.filedAt)],
    [say('field.closedAt'), instant(file.closedAt)],
    [
      say('field.key'),
      <span key="key" className="muted">
        {file.key}
      </span>,
    ],
  ];
  return (
    <dl className="kv">
      {rows
        .filter(([, value]) => value !== '' && value !== undefined)
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

/** Photos and documents that came with the case; those who may see the case may open them. */
function evidenceOf(file: CaseView, word: string): ReactNode {
  const stored = [file.context?.evidence, file.context?.documents, file.context?.certificates].flatMap((list) =>
    Array.isArray(list)
      ? list.filter((hash): hash is string => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash))
      : [],
  );
  if (stored.length === 0) return undefined;
  return stored.map((hash, index) => (
    <a key={hash} href={`/api/evidence/${hash}`} target="_blank" rel="noreferrer" style={{ marginInlineEnd: 12 }}>
      <FileImageOutlined /> {word} {index + 1}
    </a>
  ));
}

const Pair = ({ label, value }: { label: string; value: ReactNode }) => (
  <>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </>
);
