import { Alert, App, Descriptions, Drawer, Timeline } from 'antd';
import { useEffect } from 'react';
import { Link } from 'react-router';
import type { AbsenceRow, AbsenceView } from '../../../src/attendance/attendance.contract.js';
import { useGet } from '../api/hooks.js';
import { instant, pick } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Refusal } from '../components/Refusal.js';
import { StateTag } from '../components/StateTag.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { DecideForm } from './DecideForm.js';
import { ExplainForm } from './ExplainForm.js';
import { PunchLine } from './PunchLine.js';
import { useAbsenceWords } from './words.js';

interface Props {
  id: string | null;
  /** Where the keys J and K lead, in this order. */
  queue: readonly AbsenceRow[];
  onOpen: (id: string | null) => void;
}

/** One absence: the day at the machine, the rule, what the person says, and the decision. */
export function AbsenceDrawer({ id, queue, onOpen }: Props) {
  const { say } = useSay();
  const { phone } = usePreferences();
  const { message } = App.useApp();
  const words = useAbsenceWords();
  const found = useGet<AbsenceView>(id ? `/api/absences/${id}` : null);
  const absence = id ? found.data : undefined;
  const at = queue.findIndex((row) => row.id === id);
  const next = queue[at + 1]?.id ?? queue.find((row) => row.id !== id)?.id ?? null;
  const previous = at > 0 ? queue[at - 1]?.id : undefined;
  useEffect(() => {
    if (!id) return undefined;
    const listen = (event: KeyboardEvent): void => {
      if (isTyping(event) || event.ctrlKey || event.metaKey) return;
      if (event.key === 'j' && next) onOpen(next);
      if (event.key === 'k' && previous) onOpen(previous);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [id, next, previous, onOpen]);
  return (
    <Drawer
      open={id !== null}
      onClose={() => onOpen(null)}
      size={phone ? '100%' : 620}
      destroyOnHidden
      title={
        absence ? `${absence.personName} · ${words.kind(absence)} · ${words.length(absence)}` : say('nav.absences')
      }
    >
      <Refusal problem={found.error} onRetry={() => void found.refetch()} />
      {!absence && found.isLoading ? <Busy /> : null}
      {absence ? (
        <>
          <Facts absence={absence} />
          <PunchLine absence={absence} />
          <Rule absence={absence} />
          <Explanation absence={absence} />
          <Conflicts absence={absence} />
          {absence.canExplain ? (
            <ExplainForm
              key={absence.id}
              absence={absence}
              onDone={() => void message.success(say('absence.explained'))}
            />
          ) : null}
          {absence.canDecide ? (
            <DecideForm
              key={absence.id}
              absence={absence}
              onDone={(what) => {
                void message.success(say(what === 'confirm' ? 'absence.confirmed' : 'absence.dropped'));
                onOpen(next);
              }}
            />
          ) : null}
          <History absence={absence} />
        </>
      ) : null}
    </Drawer>
  );
}

export const isTyping = (event: KeyboardEvent): boolean =>
  event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);

function Facts({ absence }: { absence: AbsenceView }) {
  const { say, maybe } = useSay();
  const words = useAbsenceWords();
  const { source } = absence;
  return (
    <Descriptions
      size="small"
      column={1}
      items={[
        { key: 'key', label: say('field.key'), children: <span className="tnum">{absence.key}</span> },
        {
          key: 'state',
          label: say('field.state'),
          children: (
            <span>
              <StateTag state={words.stateName(absence)} label={words.state(absence)} />
              {absence.state === 'waiting' && absence.dueOn ? say('absence.dueOn', { day: absence.dueOn }) : null}
            </span>
          ),
        },
        {
          key: 'window',
          label: say('field.window'),
          children: [absence.window, absence.windowName].filter(Boolean).join(' ') || '—',
        },
        { key: 'time', label: say('absence.time'), children: <span className="tnum">{words.when(absence)}</span> },
        {
          key: 'source',
          label: say('absence.source'),
          children: source.caseId ? (
            <Link to={`/cases/${source.caseId}`}>{source.text}</Link>
          ) : (
            maybe(`absence.source.${source.kind}`, source.kind)
          ),
        },
        ...(absence.isUnpunched
          ? [{ key: 'unpunched', label: say('field.note'), children: say('absence.unpunched') }]
          : []),
        ...(absence.note ? [{ key: 'note', label: say('field.note'), children: absence.note }] : []),
        ...(absence.findings.length > 0
          ? [
              {
                key: 'findings',
                label: say('absence.findings'),
                children: absence.findings.map((finding) => (
                  <Link key={finding.id} to={`/cases/${finding.id}`} style={{ marginInlineEnd: 8 }}>
                    {finding.key}
                  </Link>
                )),
              },
            ]
          : []),
        ...(absence.reason ? [{ key: 'reason', label: say('absence.reason'), children: absence.reason }] : []),
      ]}
    />
  );
}

function Rule({ absence }: { absence: AbsenceView }) {
  const { say, language } = useSay();
  const words = useAbsenceWords();
  const { rule } = absence;
  return (
    <section>
      <h3>{say('absence.rule')}</h3>
      <p>{words.rule(absence)}</p>
      {rule?.lines.map((line) => (
        <p key={line.rule} className="muted">
          {line.article}：{pick(line, language)}（{rule.edition}）
        </p>
      ))}
    </section>
  );
}

function Explanation({ absence }: { absence: AbsenceView }) {
  const { say } = useSay();
  return (
    <section>
      <h3>{say('absence.explanation')}</h3>
      {absence.explanation ? <p>{absence.explanation}</p> : <p className="muted">{say('absence.noExplanation')}</p>}
      {absence.evidence.map((hash, index) => (
        <a key={hash} href={`/api/evidence/${hash}`} target="_blank" rel="noreferrer" style={{ marginInlineEnd: 8 }}>
          {say('absence.explain.evidence')} {index + 1}
        </a>
      ))}
    </section>
  );
}

function Conflicts({ absence }: { absence: AbsenceView }) {
  const { say } = useSay();
  if (absence.conflicts.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBlock: 12 }}
      title={say('absence.conflict')}
      description={
        <>
          {absence.conflicts.map((finding) => (
            <div key={finding.id}>
              <Link to={`/cases/${finding.id}`}>{finding.key}</Link> {finding.item}
            </div>
          ))}
          {say('absence.conflict.hint')}
        </>
      }
    />
  );
}

function History({ absence }: { absence: AbsenceView }) {
  const { say, maybe } = useSay();
  const actor = (entry: AbsenceView['history'][number]): string =>
    entry.actor === 'system' ? say('absence.system') : entry.actorName;
  return (
    <section>
      <h3>{say('absence.history')}</h3>
      <Timeline
        items={absence.history.map((entry) => ({
          key: `${entry.at}${entry.type}`,
          content: (
            <>
              {maybe(`absence.history.${entry.type}`, entry.type)} · {actor(entry)}{' '}
              <span className="muted tnum">{instant(entry.at)}</span>
              {entry.reason ? <div>{entry.reason}</div> : null}
            </>
          ),
        }))}
      />
    </section>
  );
}
