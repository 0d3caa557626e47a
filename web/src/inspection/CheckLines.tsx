import { Button, Card, Input, Radio, Tag } from 'antd';
import { useState } from 'react';
import type { InspectionSheet } from '../../../src/inspection/inspection.contract.js';
import { pick } from '../api/words.js';
import { FilePicker } from '../components/FilePicker.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { type AnswerDraft, type Kind, kinds, placeOf, standing, type Typed } from './answers.js';

interface Filling {
  sheet: InspectionSheet;
  subject: string;
  draft: AnswerDraft;
  onType: (changes: Record<string, Typed>) => void;
}

type Line = InspectionSheet['groups'][number]['lines'][number];

/** The lines of one window or person, group by group, with targets for a thumb. */
export function CheckLines(props: Filling) {
  const { sheet, subject, draft, onType } = props;
  const { say, language } = useSay();
  return (
    <div className="stack">
      {sheet.groups.map((group) => {
        const open = group.lines.filter((line) => !standing(draft, sheet, subject, line.id).answer);
        return (
          <Card
            key={group.id}
            size="small"
            title={
              <span style={{ whiteSpace: 'normal' }}>
                {pick(group, language)} <Articles anchors={[group.article]} />
              </span>
            }
          >
            <ul className="check-lines">
              {group.lines.map((line) => (
                <CheckLine key={line.id} {...props} line={line} />
              ))}
            </ul>
            {open.length > 0 ? (
              <Button
                block
                onClick={() =>
                  onType(
                    Object.fromEntries(
                      open.map((line) => {
                        const place = placeOf(subject, line.id);
                        return [place, { ...draft.typed[place], answer: 'met' as const }];
                      }),
                    ),
                  )
                }
              >
                {say('inspection.restMet')}
              </Button>
            ) : null}
          </Card>
        );
      })}
    </div>
  );
}

function CheckLine({ sheet, subject, draft, onType, line }: Filling & { line: Line }) {
  const { say, maybe, language } = useSay();
  const place = placeOf(subject, line.id);
  const now = standing(draft, sheet, subject, line.id);
  const [opened, setOpened] = useState(false);
  const more = opened || now.answer === 'notMet' || Boolean(now.note) || Boolean(now.evidence?.length);
  const title = pick(line, language);
  const type = (change: Typed): void => onType({ [place]: { ...draft.typed[place], ...change } });
  return (
    <li>
      <div className="check-title">
        <span>{title}</span>
        {more ? null : (
          <Button
            type="link"
            size="small"
            aria-label={say('inspection.noteOf', { line: title })}
            onClick={() => setOpened(true)}
          >
            {say('inspection.addNote')}
          </Button>
        )}
      </div>
      <Radio.Group
        className="check-answers"
        block
        optionType="button"
        buttonStyle="solid"
        aria-label={title}
        name={place}
        value={now.answer}
        onChange={(event) => type({ answer: event.target.value as Kind })}
        options={kinds.map((value) => ({ value, label: maybe(`inspection.answer.${value}`, value) }))}
      />
      {more ? (
        <div className="check-more">
          <Input.TextArea
            aria-label={say('inspection.noteOf', { line: title })}
            placeholder={say('field.note')}
            autoSize={{ minRows: 1, maxRows: 6 }}
            maxLength={500}
            value={now.note}
            onChange={(event) => type({ note: event.target.value })}
          />
          <FilePicker camera value={now.evidence} onChange={(evidence) => type({ evidence })} />
        </div>
      ) : null}
    </li>
  );
}

/** The lines as they stand, for those who only read: unmet ones first, each with its article. */
export function UnmetLines({ sheet, subject }: { sheet: InspectionSheet; subject: string }) {
  const { say, language } = useSay();
  const answers = sheet.subjects.find((one) => one.subject === subject)?.answers ?? {};
  const unmet = sheet.groups.flatMap((group) => group.lines).filter((line) => answers[line.id]?.answer === 'notMet');
  if (unmet.length === 0) return <p className="muted">{say('inspection.allMet')}</p>;
  return (
    <ul className="check-lines">
      {unmet.map((line) => (
        <li key={line.id}>
          <Tag color="error" variant="outlined">
            {say('inspection.answer.notMet')}
          </Tag>{' '}
          {pick(line, language)} <Articles anchors={[line.article]} />
          {answers[line.id]?.note ? <div className="muted">{answers[line.id]?.note}</div> : null}
          {answers[line.id]?.evidence.map((hash, index) => (
            <a key={hash} href={`/api/evidence/${hash}`} target="_blank" rel="noreferrer">
              {say('field.evidence')} {index + 1}{' '}
            </a>
          ))}
          {line.finding ? <div className="muted">{say('inspection.opensFinding', { item: line.finding })}</div> : null}
        </li>
      ))}
    </ul>
  );
}
