import { pick } from '../api/words.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

interface TraceLine {
  rule?: string;
  article?: string;
  zh?: string;
  en?: string;
  text?: string;
}
export type TraceAnswer =
  | {
      lines?: TraceLine[];
      items?: {
        decision?: string;
        label?: string;
        lines?: TraceLine[];
        articles?: string[];
        text?: string;
        zh?: string;
        en?: string;
        article?: string;
      }[];
      articles?: string[];
    }
  | TraceLine[];

/** Why the case runs as it does: each decision of the regulation with its articles. */
export function CaseTrace({ answer }: { answer: TraceAnswer | undefined }) {
  const { say, language } = useSay();
  const lines = (list: readonly TraceLine[] | undefined) => (
    <ul style={{ margin: '4px 0', paddingInlineStart: 18 }}>
      {(list ?? []).map((line) => (
        <li key={`${line.rule}-${line.zh ?? line.text}`}>
          {line.text ?? pick({ zh: line.zh, en: line.en }, language)}{' '}
          <Articles anchors={line.article ? [line.article] : []} />
        </li>
      ))}
    </ul>
  );
  const blocks = Array.isArray(answer)
    ? [{ lines: answer }]
    : [...(answer?.lines ? [{ lines: answer.lines, articles: answer.articles }] : []), ...(answer?.items ?? [])];
  const told = blocks.filter((block) => block.lines?.length);
  if (told.length === 0) return <p className="muted">{say('case.trace.empty')}</p>;
  return told.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the trace is an immutable record
    <div key={index}>
      {'label' in block || 'decision' in block ? (
        <strong>{(block as { label?: string }).label ?? (block as { decision?: string }).decision}</strong>
      ) : null}
      {lines(block.lines)}
    </div>
  ));
}
