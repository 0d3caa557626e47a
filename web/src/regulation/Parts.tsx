import { Card, Table } from 'antd';
import { pick } from '../api/words.js';
import { Nothing } from '../components/Page.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { AmountText } from './amounts.js';
import type { EditionView, StructureView } from './shapes.js';
import { Titled } from './Titled.js';

/** What people do by hand or by the calendar: check-lists, duties, methods, outcomes, procedures as stages. */
export function Duties({ view }: { view: EditionView }) {
  const { say, maybe, language } = useSay();
  const { checklists, duties, methods, outcomes, procedures } = view.structure;
  if (checklists.length + duties.length + methods.length + outcomes.length + procedures.length === 0)
    return <Nothing text={say('part.none')} />;
  return (
    <div className="stack">
      {duties.length ? <Calendar duties={duties} /> : null}
      {checklists.map((list) => (
        <Titled key={list.output} title={pick(list, language)} article={list.article}>
          {list.each ? (
            <p>
              {say('part.unmet')} <AmountText amount={list.each} signed /> {say('rule.points')}
            </p>
          ) : null}
          {list.groups.map((group) => (
            <section key={group.id}>
              <h2 className="part-head">{pick(group, language)}</h2>
              <ol className="plain">
                {group.lines.map((line) => (
                  <li key={line.id}>{pick(line, language)}</li>
                ))}
              </ol>
            </section>
          ))}
        </Titled>
      ))}
      {procedures.map((procedure) => (
        <Titled key={procedure.id} title={pick(procedure, language)} article={procedure.article}>
          <Stages procedure={procedure} />
        </Titled>
      ))}
      {outcomes.length ? (
        <Card size="small" title={say('part.outcomes')}>
          <ul className="plain">
            {outcomes.map((outcome) => (
              <li key={outcome.id}>
                {pick(outcome, language)}{' '}
                <span className="muted">
                  {outcome.grades.length
                    ? say('part.byGrade', {
                        grades: outcome.grades.map((grade) => maybe(`grade.${grade}`, grade)).join(say('common.comma')),
                      })
                    : null}
                  {outcome.when ? say('part.byCondition', { when: pick(outcome.when, language) }) : null}
                  {outcome.ladder ? say('part.byLadder', { step: outcome.step ?? '' }) : null}
                </span>{' '}
                <Articles anchors={[outcome.article]} />
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {methods.length ? (
        <Card size="small" title={say('part.methods')}>
          <ul className="plain">
            {methods.map((method) => (
              <li key={method.id}>
                {pick(method, language)}{' '}
                {method.feeds.length ? (
                  <span className="muted">{say('part.feeds', { items: method.feeds.join(say('common.comma')) })}</span>
                ) : null}{' '}
                <Articles anchors={[method.article]} />
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </div>
  );
}

const rhythm = ['transaction', 'day', 'week', 'month', 'twoMonths', 'quarter', 'halfYear', 'year', 'period', 'once'];

/** Duties by how often they come round. */
function Calendar({ duties }: { duties: StructureView['duties'] }) {
  const { say, maybe, language } = useSay();
  const rows = [...duties].sort((a, b) => rhythm.indexOf(a.every) - rhythm.indexOf(b.every));
  return (
    <Card size="small" title={say('part.calendar')} styles={{ body: { padding: 0 } }}>
      <Table
        size="small"
        rowKey="id"
        pagination={false}
        scroll={{ x: 640 }}
        dataSource={rows}
        columns={[
          {
            title: say('part.every'),
            width: 120,
            render: (_, row) => (
              <>
                {maybe(`every.${row.every}`, row.every)}
                {row.atLeast ? (
                  <>
                    {' '}
                    ≥ <AmountText amount={row.atLeast} />
                  </>
                ) : null}
              </>
            ),
          },
          { title: say('part.duty'), render: (_, row) => pick(row, language) },
          {
            title: say('machine.who'),
            width: 150,
            render: (_, row) => maybe(`role.${row.who}`, row.who),
          },
          { title: say('common.articles'), width: 120, render: (_, row) => <Articles anchors={[row.article]} /> },
        ]}
      />
    </Card>
  );
}

/** Stages in their order; none may be skipped. */
function Stages({ procedure }: { procedure: StructureView['procedures'][number] }) {
  const { say, language } = useSay();
  return (
    <ol className="stages">
      {procedure.steps.map((step, index) => (
        <li key={step.id}>
          <span className="ordinal" aria-hidden="true">
            {index + 1}
          </span>
          <strong>{pick(step, language)}</strong>
          <span className="muted">
            {step.months ? (
              <>
                <AmountText amount={step.months} /> {say('part.months')}
              </>
            ) : null}
            {step.days ? (
              <>
                <AmountText amount={step.days} /> {say('part.days')}
              </>
            ) : null}
          </span>
        </li>
      ))}
    </ol>
  );
}
