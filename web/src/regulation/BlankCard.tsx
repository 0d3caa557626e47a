import { Button, Card, Input, Tag } from 'antd';
import type { ApiProblem } from '../api/client.js';
import { instant, pick } from '../api/words.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { isDecimal, plainNumber } from './changes.js';
import type { BlankView } from './shapes.js';

interface Entry {
  value: string;
  basis: string;
}

/** One blank: its article, what cannot be computed without it, the suggestion, and the value with its basis. */
export function BlankCard({
  blank,
  entry,
  editable,
  busy,
  problem,
  onType,
  onSave,
}: {
  blank: BlankView;
  entry?: Entry;
  editable: boolean;
  busy: boolean;
  problem?: ApiProblem;
  onType: (entry: Entry) => void;
  onSave: (entry: Entry | null) => void;
}) {
  const { say, maybe, language } = useSay();
  const now = entry ?? { value: blank.value ?? '', basis: pick(blank.filledIn?.basis, language) };
  const id = `blank-${blank.parameter}`;
  const isNumber = blank.type === 'number';
  const faulty = isNumber && now.value !== '' && !isDecimal(now.value);
  const unit = isNumber ? pick(blank.unit, language) : '';
  return (
    <Card
      size="small"
      title={
        <span style={{ whiteSpace: 'normal' }}>
          {blank.ambiguity ? <Tag variant="outlined">{blank.ambiguity}</Tag> : null} {pick(blank, language)}{' '}
          <Articles anchors={[blank.article]} />
        </span>
      }
      extra={
        blank.value === null ? (
          <Tag color="warning" variant="outlined">
            {say('regulation.blank')}
          </Tag>
        ) : (
          <strong className="tnum">
            {blank.value} {unit}
          </strong>
        )
      }
    >
      <p style={{ marginTop: 0 }} className="muted">
        {blank.rules.length
          ? say('blank.restsOn', {
              rules: blank.rules.map((rule) => `${rule.rule} ${pick(rule, language)}`).join(say('common.semicolon')),
            })
          : blank.decisions.length
            ? say('blank.decisions', { decisions: blank.decisions.join(say('common.comma')) })
            : say('blank.nothing')}
        {blank.cycles.length
          ? ` · ${say('blank.cycles', { cycles: blank.cycles.map((cycle) => maybe(`cycle.${cycle}`, cycle)).join(say('common.comma')) })}`
          : ''}
      </p>
      {blank.filledIn ? (
        <p className="muted">
          {say(blank.filledIn.at ? 'blank.filledInAt' : 'blank.filledIn', {
            by: blank.filledIn.person?.name ?? pick(blank.filledIn.by, language),
            at: instant(blank.filledIn.at),
            basis: pick(blank.filledIn.basis, language),
          })}
        </p>
      ) : null}
      {editable ? (
        <form
          className="blank-form"
          onSubmit={(event) => {
            event.preventDefault();
            onSave(now);
          }}
        >
          <span className="field">
            <label htmlFor={`${id}-value`}>
              {say('field.value')} ({pick(blank.unit, language)})
            </label>
            <Input
              id={`${id}-value`}
              type={blank.type === 'day' ? 'date' : 'text'}
              maxLength={200}
              value={now.value}
              status={faulty ? 'error' : undefined}
              onChange={(event) =>
                onType({ ...now, value: isNumber ? plainNumber(event.target.value) : event.target.value })
              }
            />
            {faulty ? <small role="alert">{say('change.notNumber')}</small> : null}
            {blank.suggestion && now.value !== blank.suggestion ? (
              <Button type="link" size="small" onClick={() => onType({ ...now, value: blank.suggestion ?? '' })}>
                {say('blank.takeSuggestion', { value: blank.suggestion })}
              </Button>
            ) : null}
          </span>
          <span className="field grow">
            <label htmlFor={`${id}-basis`}>{say('blank.basisRequired')}</label>
            <Input
              id={`${id}-basis`}
              value={now.basis}
              maxLength={500}
              onChange={(event) => onType({ ...now, basis: event.target.value })}
            />
          </span>
          <Button
            htmlType="submit"
            type="primary"
            disabled={!entry || faulty || now.value.trim() === '' || now.basis.trim().length < 2}
            loading={busy}
          >
            {say('blank.save')}
          </Button>
        </form>
      ) : null}
      <Refusal problem={problem} />
    </Card>
  );
}
