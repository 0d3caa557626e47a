import { Alert, Button, Card, Tag } from 'antd';
import { useSend } from '../api/hooks.js';
import { pick } from '../api/words.js';
import { ProgressBar } from '../components/Busy.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import type { CheckReport, DraftView, Fault } from './shapes.js';
import { Faults } from './YamlEditor.js';

/** Runs every check of a draft and lists what it found: faults, blanks, examples that fail, rules that none hits. */
export function CheckCard({ draft, onJump }: { draft: DraftView; onJump: (fault: Fault) => void }) {
  const { say } = useSay();
  const send = useSend<CheckReport>();
  return (
    <Card size="small" title={say('check.title')}>
      <p style={{ marginTop: 0 }}>{say('check.text')}</p>
      <Button
        type="primary"
        loading={send.isPending}
        onClick={() => send.mutate({ path: `/api/edition-drafts/${draft.id}/check` })}
      >
        {say('check.run')}
      </Button>
      <ProgressBar active={send.isPending} doing={say('check.doing')} />
      <Refusal problem={send.error} />
      {send.data ? <Report report={send.data} onJump={onJump} /> : null}
    </Card>
  );
}

function Report({ report, onJump }: { report: CheckReport; onJump: (fault: Fault) => void }) {
  const { say, language } = useSay();
  const other = report.ambiguities.filter((one) => !one.isDefault);
  const passed = report.cases.total - report.cases.failed.length;
  return (
    <div className="stack" style={{ marginTop: 12 }} role="status">
      <Alert
        type={report.ok ? 'success' : 'error'}
        showIcon
        title={say(report.ok ? 'check.ok' : 'check.notOk')}
        description={report.hash ? <code>{report.hash.slice(0, 16)}</code> : null}
      />
      <Faults faults={report.faults} onJump={(_, fault) => onJump(fault)} />
      <ul className="plain">
        <li>
          {say('check.cases', { passed, total: report.cases.total })}
          <ul className="plain">
            {report.cases.failed.map((one) => (
              <li key={`${one.file}-${one.id}`}>
                <code>{one.id}</code> {pick(one, language)}{' '}
                <span className="muted">{one.faults.join(say('common.semicolon'))}</span>
              </li>
            ))}
          </ul>
        </li>
        <li>
          {say('check.blanks', { n: report.blanks.length })}
          {report.blanks.map((blank) => (
            <span key={blank.parameter}>
              {' '}
              {pick(blank, language)} <Articles anchors={[blank.article]} />
            </span>
          ))}
        </li>
        <li>
          {say('check.uncovered', { n: report.uncovered.length })}{' '}
          <code>{report.uncovered.map((one) => one.point).join(say('common.comma'))}</code>
        </li>
        <li>
          {say(other.length ? 'check.ambiguities' : 'check.ambiguities.same', { n: report.ambiguities.length })}
          {other.map((one) => (
            <Tag key={one.setting} variant="outlined" className="wraps">
              {one.ambiguity} {pick(one, language)}: {one.chosen}
            </Tag>
          ))}
        </li>
      </ul>
    </div>
  );
}
