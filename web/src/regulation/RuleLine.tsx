import { EditOutlined, ExperimentOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { day, pick } from '../api/words.js';
import { useSay } from '../i18n.js';
import { AmountText, BandEnds } from './amounts.js';
import { useSince } from './history.js';
import type { AmountView, EditionView, ItemView, RuleView } from './shapes.js';

/** Where a text is edited: opens the fields of a rule, and draws them while they are open. */
export interface RuleEditor {
  edit(rule: string): void;
  fields(rule: string): ReactNode;
}

/** One rule with everything that bounds it: amount, range, cap, bands, condition, evidence, neighbours. */
export function RuleLine({
  rule,
  item,
  view,
  mayAsk,
  editor,
}: {
  rule: RuleView;
  item?: ItemView;
  view: EditionView;
  /** Shows the way to the sandbox; only where this is the edition in force. */
  mayAsk?: boolean;
  editor?: RuleEditor;
}) {
  const { say, language } = useSay();
  const unit = pick(rule.unit, language);
  const notes = useNotes(rule, item, view);
  const since = useSince(rule.id);
  return (
    <div className="rule" id={rule.id === rule.article ? undefined : rule.id}>
      <div className="rule-head">
        <span>
          {rule.id === rule.article ? null : <code>{rule.id}</code>} {pick(rule, language)}
          {since ? <small className="muted tnum"> {say('rule.stands', { day: day(since) })}</small> : null}
        </span>
        <span className="rule-amount">
          {rule.points ? <AmountText amount={rule.points} settings={view.settings} signed /> : null}
          {rule.range?.points ? <Span ends={rule.range.points} /> : null}
          {rule.points || rule.range?.points ? (
            <span className="muted">
              {' '}
              {say('rule.points')}
              {unit ? `/${unit}` : ''}
            </span>
          ) : null}
          {editor && (rule.points || rule.range) ? (
            <Button
              type="text"
              size="small"
              icon={<EditOutlined />}
              aria-label={say('rule.edit', { rule: rule.id })}
              onClick={() => editor.edit(rule.id)}
            />
          ) : null}
          {mayAsk && (rule.points || rule.range) ? (
            <Link
              className="ask"
              to={`/regulations/what-if?rule=${encodeURIComponent(rule.id)}`}
              aria-label={say('rule.ask', { rule: rule.id })}
              title={say('rule.ask', { rule: rule.id })}
            >
              <ExperimentOutlined />
            </Link>
          ) : null}
        </span>
      </div>
      {editor?.fields(rule.id)}
      {notes.length ? (
        <ul className="rule-notes">
          {notes.map(([key, note]) => (
            <li key={key}>{note}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

const Span = ({ ends: [least, most] }: { ends: readonly [AmountView, AmountView] }) => (
  <>
    <AmountText amount={least} signed />
    {least.text === most.text && least.parameter === most.parameter ? null : (
      <>
        {' … '}
        <AmountText amount={most} signed />
      </>
    )}
  </>
);

function useNotes(rule: RuleView, item: ItemView | undefined, view: EditionView): [string, ReactNode][] {
  const { say, maybe, language } = useSay();
  const notes: [string, ReactNode][] = [];
  const add = (key: string, label: string, note: ReactNode): void => {
    notes.push([
      key,
      <>
        <span className="muted">{label}</span> {note}
      </>,
    ]);
  };
  const amount = (value: AmountView, signed = false): ReactNode => (
    <AmountText amount={value} settings={view.settings} signed={signed} />
  );
  if (rule.measure) add('measure', say('rule.measure'), pick(rule.measure, language));
  if (rule.threshold) add('threshold', say('rule.threshold'), amount(rule.threshold));
  if (rule.when) add('when', say('rule.when'), pick(rule.when, language));
  if (rule.money) add('money', say('rule.money'), amount(rule.money, true));
  if (rule.range?.money) add('money', say('rule.money'), <Span ends={rule.range.money} />);
  if (rule.atMost) add('atMost', say('rule.atMost'), amount(rule.atMost, true));
  if (rule.atLeast) add('atLeast', say('rule.atLeast'), amount(rule.atLeast, true));
  if (rule.ladder) add('ladder', say('rule.bands'), pick(rule.ladder, language));
  if (rule.bands.length)
    add(
      'bands',
      say('rule.bands'),
      <span className="bands">
        {rule.bands.map((band) => (
          <span key={JSON.stringify(band)}>
            <BandEnds band={band} /> → {band.amount ? amount(band.amount, true) : (band.grade ?? '')}
          </span>
        ))}
      </span>,
    );
  if (rule.head)
    add(
      'head',
      say('rule.head'),
      <>
        <Span ends={rule.head.points} />
        {rule.head.money ? (
          <>
            {' · '}
            <Span ends={rule.head.money} /> {say('rule.yuan')}
          </>
        ) : null}{' '}
        ({amount(rule.head.clause)})
      </>,
    );
  if (item?.evidence.length)
    add(
      'evidence',
      say('rule.evidence'),
      item.evidence.map((kind) => maybe(`evidence.${kind}`, kind)).join(say('common.comma')),
    );
  if (item?.overlaps.length) add('overlaps', say('rule.overlaps'), item.overlaps.join(say('common.comma')));
  return notes;
}
