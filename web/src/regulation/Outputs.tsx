import { Table, Tag } from 'antd';
import { pick } from '../api/words.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { AmountText, BandEnds } from './amounts.js';
import type { EditionView, StructureView } from './shapes.js';
import { Titled } from './Titled.js';

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
