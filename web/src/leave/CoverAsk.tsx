import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { Link } from 'react-router';
import type { CoverPlanView } from '../../../src/leave/cover.contract.js';
import { type ApiProblem, call } from '../api/client.js';
import { pick } from '../api/words.js';
import { useSay } from '../i18n.js';
import { spanText } from './CoverPlanPage.js';

/** On a cover that waits for somebody: the way to a plan; after somebody declined, the plan without him or why there is none. */
export function CoverAsk({ caseId, declined }: { caseId: string; declined: readonly { reason: string }[] }) {
  const { say, language } = useSay();
  const last = declined.at(-1);
  const plan = useQuery<CoverPlanView, ApiProblem>({
    queryKey: ['/api/cover-plans', { caseId }],
    queryFn: () => call<CoverPlanView>('/api/cover-plans', { method: 'POST', body: { caseId } }),
    enabled: last !== undefined,
  });
  const found = plan.data;
  const place = (code: string | null, name: string | null) =>
    code ? `${code} ${name ?? ''}`.trim() : say('cover.home');
  const isNone = found !== undefined && !found.found;
  return (
    <Alert
      type={isNone ? 'error' : 'info'}
      showIcon
      style={{ marginBottom: 12 }}
      title={
        <Link to={`/cover-plan?case=${caseId}`}>
          {say(last && found ? (isNone ? 'cover.againNone' : 'cover.again.title') : 'cover.find')}
        </Link>
      }
      description={
        last ? (
          <>
            <div>{say('cover.again.because', { reason: last.reason })}</div>
            <ol style={{ margin: 0, paddingInlineStart: 20 }}>
              {found?.steps.map((step) => (
                <li key={`${step.person}${step.to}${step.halves[0]?.day}${step.halves[0]?.half}`}>
                  {say('cover.words', {
                    who: step.name,
                    from: place(step.from, step.fromName),
                    to: place(step.to, step.toName),
                    when: spanText(step.halves, say),
                  })}
                </li>
              ))}
              {found?.proofs.map((proof) => (
                <li key={proof.words.en}>{pick(proof.words, language)}</li>
              ))}
            </ol>
          </>
        ) : (
          say('cover.find.text')
        )
      }
    />
  );
}
