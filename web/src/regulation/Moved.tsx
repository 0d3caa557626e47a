import { Alert, Card, Input, Segmented, Select, Space, Table } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { figure, movement, nameOf, pick } from '../api/words.js';
import { Nothing } from '../components/Page.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { useNamed } from '../scoring/useSubjectName.js';
import { usePreferences } from '../shell/preferences.js';
import { DiffCard } from './DiffCard.js';
import { useMayOpenResults } from './rights.js';
import type { WhatIfView } from './shapes.js';

type Mover = WhatIfView['movers'][number];
type Standing = NonNullable<Mover['before']>;

const aspects = ['all', 'score', 'rank', 'grade', 'honour'] as const;
type Aspect = (typeof aspects)[number];

const moves: Readonly<Record<Aspect, (mover: Mover) => boolean>> = {
  all: () => true,
  score: ({ before, after }) => before?.total !== after?.total,
  rank: ({ before, after }) => before?.rank !== after?.rank,
  grade: ({ before, after }) => before?.grade !== after?.grade,
  honour: ({ before, after }) => before?.honours.join() !== after?.honours.join(),
};

/** Who moves in score, rank, grade and honour, why, and how the honours are reckoned on both sides. */
export function Moved({ answer, children }: { answer: WhatIfView; children?: ReactNode }) {
  const { say } = useSay();
  const { phone } = usePreferences();
  const { moved } = answer;
  const top = useRef<HTMLDivElement>(null);
  // On a phone the answer stands below the question: it is brought into view.
  useEffect(() => {
    if (answer && phone) top.current?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  }, [answer, phone]);
  return (
    <div className="stack" ref={top} style={{ scrollMargin: 72 }}>
      <Card size="small">
        <p className="verdict" role="status">
          {say('whatIf.moved', { n: moved.subjects, of: answer.subjects })}
        </p>
        <p className="muted tnum" style={{ margin: 0 }}>
          {say('whatIf.counts', { score: moved.score, rank: moved.rank, grade: moved.grade, honour: moved.honour })}
        </p>
        <p className="muted" style={{ margin: 0 }}>
          {answer.run
            ? say('whatIf.run.closed', { period: answer.period, seq: answer.run.knownSeq })
            : say('whatIf.run.live', { period: answer.period })}
        </p>
        <p className="muted tnum" style={{ margin: 0 }}>
          <code title={answer.before.digest}>{answer.before.digest.slice(0, 12)}</code> →{' '}
          <code title={answer.after.digest}>{answer.after.digest.slice(0, 12)}</code> {say('whatIf.untouched')}
        </p>
        {children}
      </Card>
      {answer.rulingsLeftOut ? <Alert type="warning" showIcon title={say('whatIf.rulings')} /> : null}
      <Movers answer={answer} />
      <Honours answer={answer} />
      <DiffCard diff={answer.diff} title={say('whatIf.diff')} />
    </div>
  );
}

function Movers({ answer }: { answer: WhatIfView }) {
  const { say } = useSay();
  const { phone } = usePreferences();
  const [aspect, setAspect] = useState<Aspect>('all');
  const options = aspects.map((value) => ({
    value,
    label: `${say(`whatIf.aspect.${value}`)} ${answer.movers.filter(moves[value]).length}`,
  }));
  const [typed, setTyped] = useState('');
  const shown = answer.movers.filter(
    (mover) => moves[aspect](mover) && (!typed || `${mover.name} ${mover.subject}`.includes(typed.trim())),
  );
  if (answer.movers.length === 0) return <Nothing text={say('whatIf.nobody')} />;
  return (
    <Card size="small" title={say('whatIf.movers')}>
      <Space wrap style={{ marginBottom: 8 }}>
        {phone ? (
          <Select
            aria-label={say('whatIf.aspect')}
            style={{ width: 150 }}
            value={aspect}
            onChange={setAspect}
            options={options}
          />
        ) : (
          <Segmented aria-label={say('whatIf.aspect')} value={aspect} onChange={setAspect} options={options} />
        )}
        <Input.Search
          aria-label={say('whatIf.find')}
          placeholder={say('whatIf.find')}
          allowClear
          style={{ width: 180 }}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Space>
      <MoverRows movers={shown} period={answer.period} />
    </Card>
  );
}

const value = (mover: Mover): number => {
  const [top = '0', bottom = '1'] = (mover.change ?? '0').split('/');
  return Number(top) / Number(bottom);
};

function MoverRows({ movers, period }: { movers: readonly Mover[]; period: string }) {
  const { say, maybe, language } = useSay();
  const { phone } = usePreferences();
  const mayOpen = useMayOpenResults();
  const name = (mover: Mover): ReactNode => {
    const told = (
      <>
        {mover.name} <span className="muted">{nameOf(mover.subject)}</span>
      </>
    );
    return mayOpen ? <Link to={`/results/${encodeURIComponent(mover.subject)}?period=${period}`}>{told}</Link> : told;
  };
  const honours = (side: Standing | null): string =>
    side?.honours.map((one) => maybe(`honour.${one}`, one)).join(say('common.comma')) || say('whatIf.none');
  const grade = (side: Standing | null): string => (side?.grade ? maybe(`grade.${side.grade}`, side.grade) : '–');
  const cells = {
    score: (mover: Mover) => (
      <>
        <Pair before={figure(mover.before?.shown) || '–'} after={figure(mover.after?.shown) || '–'} />
        {mover.change && mover.change !== '0' ? <small className="muted"> ({movement(mover.change)})</small> : null}
      </>
    ),
    rank: (mover: Mover) => (
      <Pair before={String(mover.before?.rank ?? '–')} after={String(mover.after?.rank ?? '–')} />
    ),
    grade: (mover: Mover) => <Pair before={grade(mover.before)} after={grade(mover.after)} />,
    honour: (mover: Mover) => <Pair before={honours(mover.before)} after={honours(mover.after)} />,
  };
  if (phone)
    return (
      <ul className="plain">
        {movers.map((mover) => (
          <li key={`${mover.subject}-${mover.output}`} className="mover">
            <strong>{name(mover)}</strong> <span className="muted">{pick(mover.outputName, language)}</span>
            <dl className="kv">
              {(['score', 'rank', 'grade', 'honour'] as const)
                .filter((aspect) => moves[aspect](mover))
                .flatMap((aspect) => [
                  <dt key={`${aspect}-t`}>{say(`whatIf.aspect.${aspect}`)}</dt>,
                  <dd key={aspect}>{cells[aspect](mover)}</dd>,
                ])}
            </dl>
            <Because mover={mover} />
          </li>
        ))}
      </ul>
    );
  return (
    <Table<Mover>
      size="small"
      rowKey={(mover) => `${mover.subject}-${mover.output}`}
      pagination={{ pageSize: 50, hideOnSinglePage: true }}
      scroll={{ x: 'max-content' }}
      dataSource={[...movers]}
      columns={[
        {
          title: say('field.subject'),
          sorter: (a, b) => a.name.localeCompare(b.name),
          render: (_, mover) => (
            <>
              {name(mover)}
              <div className="muted">{pick(mover.outputName, language)}</div>
            </>
          ),
        },
        {
          title: say('whatIf.aspect.score'),
          sorter: (a, b) => value(a) - value(b),
          render: (_, one) => cells.score(one),
        },
        {
          title: say('whatIf.aspect.rank'),
          sorter: (a, b) => (a.after?.rank ?? 9999) - (b.after?.rank ?? 9999),
          render: (_, one) => cells.rank(one),
        },
        ...(movers.some((one) => one.before?.grade || one.after?.grade)
          ? [{ title: say('whatIf.aspect.grade'), render: (_: unknown, one: Mover) => cells.grade(one) }]
          : []),
        { title: say('whatIf.aspect.honour'), render: (_, one) => cells.honour(one) },
        { title: say('whatIf.why'), width: 340, render: (_, one) => <Because mover={one} /> },
      ]}
    />
  );
}

/** A figure before and after; said once when it is the same. */
function Pair({ before, after }: { before: string; after: string }) {
  if (before === after) return <span className="tnum muted">{after}</span>;
  return (
    <span className="tnum">
      {before} → <strong>{after}</strong>
    </span>
  );
}

function Because({ mover }: { mover: Mover }) {
  const { say, language } = useSay();
  const named = useNamed();
  if (mover.because.length === 0) return <span className="muted">{say('whatIf.byOthers')}</span>;
  return (
    <ul className="plain because">
      {mover.because.map((line) => (
        <li key={`${line.rule}-${line.before}-${line.after}`}>
          <strong className="tnum">
            {movement(line.before)} → {movement(line.after)}
          </strong>{' '}
          {named(pick(line, language))} <Articles anchors={[line.article]} />
        </li>
      ))}
    </ul>
  );
}

function Honours({ answer }: { answer: WhatIfView }) {
  const { say, maybe, language } = useSay();
  if (answer.honours.length === 0) return null;
  return (
    <Card size="small" title={say('whatIf.honours')}>
      <ul className="plain">
        {answer.honours.map((one) => (
          <li key={`${one.honour}-${one.group}`}>
            <strong>{pick(one, language)}</strong>{' '}
            <span className="muted">{maybe(`group.${one.group}`, one.group)}</span>{' '}
            {one.isSame ? <span className="muted">{say('whatIf.same')}</span> : null}
            <Side label={say('whatIf.before')} side={one.before} />
            {one.isSame ? null : <Side label={say('whatIf.after')} side={one.after} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Side({ label, side }: { label: string; side: WhatIfView['honours'][number]['before'] }) {
  const { say, language } = useSay();
  return (
    <div>
      <span className="muted">{label}</span>{' '}
      {side ? (
        <>
          <span className="tnum">{pick(side.arithmetic, language)}</span>
          {': '}
          {side.awarded.map((one) => one.name).join(say('common.comma')) || say('whatIf.none')}
          {side.held.length
            ? ` · ${say('whatIf.held', { names: side.held.map((one) => one.name).join(say('common.comma')) })}`
            : ''}
        </>
      ) : (
        say('whatIf.none')
      )}
    </div>
  );
}
