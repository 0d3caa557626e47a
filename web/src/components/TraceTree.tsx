import { DownOutlined, FileImageOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { FactView, OutputView, TraceEntry } from '../api/types.js';
import { day, figure, movement, pick, unitsText } from '../api/words.js';
import { useSay } from '../i18n.js';
import { useNamed, useSubjectName } from '../scoring/useSubjectName.js';
import { Articles } from './Refusal.js';

interface Grouped {
  id: string;
  title: string;
  base?: string;
  total?: string;
  lines: TraceEntry[];
}

const keyOf = (line: TraceEntry): string => JSON.stringify([line.rule, line.amount, line.running, line.facts]);

/**
 * Lines under their section. The engine tells a sheet section by section: a line that bears the section's id opens it, a
 * rule that bears it in its number belongs to it, and any other line stays where the one before it stood.
 */
function group(output: OutputView, language: string): Grouped[] {
  const groups: Grouped[] = output.sections.map((section) => ({
    ...section,
    title: pick(section, language) || section.id,
    lines: [],
  }));
  const rest: Grouped = { id: '', title: '', lines: [] };
  let current = groups.length === 1 ? groups[0]! : rest;
  for (const line of output.trace) {
    const own = groups.find(
      (part) => line.rule === part.id || new RegExp(`(^|\\.)${part.id.replace(/[^\w]/g, '.')}\\d`).test(line.rule),
    );
    current = own ?? current;
    current.lines.push(line);
  }
  return rest.lines.length ? [...groups, rest] : groups;
}

/** Score → section → line → fact → evidence: every number opens, and the lines add up to the total. */
export function TraceTree({
  output,
  facts = [],
  onAppeal,
}: {
  output: OutputView;
  facts?: readonly FactView[];
  onAppeal?: (fact: FactView) => void;
}) {
  const { language } = useSay();
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const groups = group(output, language);
  return (
    <div className="trace">
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {groups.map((part) =>
          part.title ? (
            <Section
              key={part.id}
              part={part}
              byId={byId}
              onAppeal={onAppeal}
              open={groups.length === 1 || part.lines.some((line) => line.kind !== 'base')}
            />
          ) : (
            part.lines.map((line) => <Line key={keyOf(line)} line={line} byId={byId} onAppeal={onAppeal} />)
          ),
        )}
      </ul>
    </div>
  );
}

function Section({
  part,
  byId,
  onAppeal,
  open: first,
}: {
  part: Grouped;
  byId: Map<string, FactView>;
  onAppeal?: (fact: FactView) => void;
  open: boolean;
}) {
  const { say } = useSay();
  const [open, setOpen] = useState(first);
  const moved = part.lines.filter((line) => line.kind !== 'base').length;
  return (
    <li>
      <div className="trace-line">
        <button
          type="button"
          className="open"
          aria-expanded={open}
          aria-label={say('trace.open', { what: part.title })}
          onClick={() => setOpen(!open)}
        >
          {open ? <DownOutlined /> : <RightOutlined />}
        </button>
        <strong>{part.title}</strong>
        <span className="muted running">{moved > 0 ? say('trace.movements', { n: moved }) : say('trace.none')}</span>
        <strong className="num">
          {figure(part.total)}
          {part.base && part.base !== '0' ? <span className="muted"> / {figure(part.base)}</span> : null}
        </strong>
      </div>
      {open ? (
        <ul>
          {part.lines.map((line) => (
            <Line key={keyOf(line)} line={line} byId={byId} onAppeal={onAppeal} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function Line({
  line,
  byId,
  onAppeal,
}: {
  line: TraceEntry;
  byId: Map<string, FactView>;
  onAppeal?: (fact: FactView) => void;
}) {
  const { say, language } = useSay();
  const [open, setOpen] = useState(false);
  const facts = line.facts.map((fact) => (typeof fact === 'string' ? (byId.get(fact) ?? { id: fact }) : fact));
  const text = useNamed()(pick(line, language));
  return (
    <li>
      <div className="trace-line">
        {facts.length ? (
          <button
            type="button"
            className="open"
            aria-expanded={open}
            aria-label={say('trace.open', { what: text })}
            onClick={() => setOpen(!open)}
          >
            {open ? <DownOutlined /> : <RightOutlined />}
          </button>
        ) : (
          <span />
        )}
        <span>
          {text} <Articles anchors={line.article ? [line.article] : []} />
        </span>
        <span className="num">
          {line.kind === 'base' ? figure(line.amount) : movement(line.amount)}
          {line.money && figure(line.money) !== '0' ? (
            <small className="muted money">{say('trace.yuan', { sum: movement(line.money) })}</small>
          ) : null}
        </span>
        <span className="num muted running" title={say('trace.running')}>
          {figure(line.running)}
        </span>
      </div>
      {open ? facts.map((fact) => <FactCard key={fact.id} fact={fact} onAppeal={onAppeal} />) : null}
    </li>
  );
}

/** The case that posted the entry, if a case did. */
const caseOf = (fact: FactView): string | undefined =>
  fact.caseId ?? (fact.source?.kind === 'case' ? fact.source.id : undefined);

/** Numbers among the values of a fact are integers of 1/10000. */
function valueText(value: string | number | boolean, maybe: (name: string, otherwise: string) => string): string {
  if (typeof value === 'number') return unitsText(value);
  return maybe(`value.${String(value)}`, String(value));
}

export function FactCard({ fact, onAppeal }: { fact: FactView; onAppeal?: (fact: FactView) => void }) {
  const { say, maybe, language } = useSay();
  const name = useSubjectName();
  return (
    <div className="facts">
      <dl className="kv">
        {fact.itemLabel || fact.item ? <Pair label={say('field.item')} value={fact.itemLabel ?? fact.item} /> : null}
        {fact.happenedOn ? <Pair label={say('field.happenedOn')} value={day(fact.happenedOn)} /> : null}
        {fact.person ? <Pair label={say('field.person')} value={name(fact.person)} /> : null}
        {fact.quantity ? <Pair label={say('field.quantity')} value={figure(fact.quantity)} /> : null}
        {Object.entries(fact.values ?? {}).map(([field, value]) => {
          const known = fact.fields?.find((one) => one.field === field);
          const label = known ? pick(known, language) : maybe(`fact.${field}`, field);
          return <Pair key={field} label={label} value={valueText(value, maybe)} />;
        })}
        {fact.note ? <Pair label={say('field.note')} value={fact.note} /> : null}
        {fact.recorder ? (
          <Pair
            label={say('field.recordedBy')}
            value={`${fact.recorderName ?? name(`person:${fact.recorder}`)} ${day(fact.recordedAt)}`}
          />
        ) : null}
      </dl>
      {fact.reversedBy ? <Tag color="warning">{say('trace.reversed')}</Tag> : null}
      {fact.evidence?.map((hash, index) => (
        <a key={hash} href={`/api/evidence/${hash}`} target="_blank" rel="noreferrer" style={{ marginInlineEnd: 12 }}>
          <FileImageOutlined /> {say('field.evidence')} {index + 1}
        </a>
      ))}
      <div className="quick">
        {caseOf(fact) ? <Link to={`/cases/${caseOf(fact)}`}>{say('trace.toCase')}</Link> : null}
        {onAppeal && !fact.reversedBy ? (
          <Button type="link" size="small" onClick={() => onAppeal(fact)}>
            {say('trace.appeal')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

const Pair = ({ label, value }: { label: string; value?: string }) => (
  <>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </>
);
