import { Card, Table, Tag } from 'antd';
import type { ReactNode } from 'react';
import { pick } from '../api/words.js';
import { Nothing } from '../components/Page.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { AmountText, BandEnds } from './amounts.js';
import type { EditionView, StructureView } from './shapes.js';

/** What the edition computes: sheets with sections, weighted figures, rankings and titles with their conditions. */
export function Outputs({ view }: { view: EditionView }) {
  const { say, maybe, language } = useSay();
  const { structure } = view;
  const lists = new Set(structure.checklists.flatMap((list) => [list.output, `${list.output}Points`]));
  return (
    <div className="stack">
      {view.outputs.map((output) => {
        const blend = structure.blends.find((one) => one.output === output.output);
        const incomplete = structure.incomplete.find((one) => one.output === output.output);
        return (
          <Titled
            key={output.output}
            title={pick(output, language)}
            article={output.article}
            extra={
              <>
                <Tag>{maybe(`cycle.${output.cycle}`, output.cycle)}</Tag>
                {incomplete ? (
                  <Tag color="warning" variant="outlined">
                    {say('incomplete.mark')}
                  </Tag>
                ) : null}
              </>
            }
          >
            {incomplete ? <p>{pick(incomplete, language)}</p> : null}
            {structure.budgets
              .filter((budget) => budget.output === output.output)
              .map((budget) => (
                <p key={budget.id} style={{ marginTop: 0 }}>
                  {pick(budget, language)}
                  {budget.atLeast ? (
                    <>
                      {' '}
                      ≥ <AmountText amount={budget.atLeast} />
                    </>
                  ) : null}
                  {budget.atMost ? (
                    <>
                      {' '}
                      ≤ <AmountText amount={budget.atMost} />
                    </>
                  ) : null}{' '}
                  <span className="muted">({budget.sections.join(' + ')})</span> <Articles anchors={[budget.article]} />
                </p>
              ))}
            {blend ? (
              <Blend blend={blend} view={view} />
            ) : lists.has(output.output) ? (
              say('part.checklist')
            ) : (
              output.sections.map((section) => `${pick(section, language)} ${section.base}`).join(' + ')
            )}
          </Titled>
        );
      })}
      {structure.overlaps.map((overlap) => (
        <Titled key={overlap.id} title={pick(overlap, language)} article={overlap.article}>
          {say('part.overlap')} <AmountText amount={overlap.policy} settings={view.settings} />
        </Titled>
      ))}
      {structure.honours.map((honour) => (
        <Titled key={honour.id} title={pick(honour, language)} article={honour.article}>
          <ul className="plain">
            {honour.titles.map((title) => (
              <li key={title.id}>
                <strong>{pick(title, language)}</strong>{' '}
                {title.ratio ? <AmountText amount={title.ratio} settings={view.settings} /> : null}
                {title.ratio ? ' %' : null}
                {title.count ? <AmountText amount={title.count} /> : null}
                {title.count ? ` ${say('part.places')}` : null}
              </li>
            ))}
            {honour.conditions.map((condition) => (
              <li key={`${condition.article}-${condition.zh}`}>
                <Tag color={condition.excludes ? 'error' : 'success'} variant="outlined">
                  {say(condition.excludes ? 'part.excludes' : 'part.requires')}
                </Tag>
                {pick(condition, language)} <Articles anchors={[condition.article]} />
              </li>
            ))}
          </ul>
        </Titled>
      ))}
    </div>
  );
}

/** Dimensions with their weights, and the grades that follow. */
function Blend({ blend, view }: { blend: StructureView['blends'][number]; view: EditionView }) {
  const { say, maybe, language } = useSay();
  return (
    <>
      <Table
        size="small"
        rowKey="id"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={blend.parts}
        columns={[
          {
            title: say('part.dimension'),
            render: (_, row) => (
              <>
                {pick(row, language)} <Articles anchors={[row.article]} />
              </>
            ),
          },
          {
            title: say('part.weight'),
            align: 'right',
            className: 'num',
            render: (_, row) => (row.weight ? <AmountText amount={row.weight} unit="%" /> : say('part.equal')),
          },
        ]}
      />
      {blend.marks ? (
        <p className="muted" style={{ margin: '6px 0 0' }}>
          {say('part.marks')} <AmountText amount={blend.marks[0]} /> – <AmountText amount={blend.marks[1]} />
        </p>
      ) : null}
      {blend.each ? (
        <p style={{ margin: '6px 0 0' }}>
          {say('part.each')} ≥ <AmountText amount={blend.each.atLeast} /> <Articles anchors={[blend.each.article]} />
        </p>
      ) : null}
      {blend.grades.length ? (
        <p style={{ marginBottom: 0 }} className="bands">
          {blend.grades.map((band) => {
            const named = view.grades.find((one) => one.output === blend.output && one.grade === band.grade);
            return (
              <span key={JSON.stringify(band)}>
                <BandEnds band={band} /> →{' '}
                <strong>{named ? pick(named, language) : maybe(`grade.${band.grade}`, band.grade ?? '')}</strong>
              </span>
            );
          })}
        </p>
      ) : null}
    </>
  );
}

function Titled({
  title,
  article,
  extra,
  children,
}: {
  title: string;
  article: string;
  extra?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Card
      size="small"
      title={
        <span style={{ whiteSpace: 'normal' }}>
          {title} <Articles anchors={[article]} />
        </span>
      }
      extra={extra}
    >
      {children}
    </Card>
  );
}

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
