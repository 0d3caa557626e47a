import { Card, Tag } from 'antd';
import type { CoverProofView, HalfView } from '../../../src/leave/cover.contract.js';
import { pick } from '../api/words.js';
import { useSay } from '../i18n.js';

/** Why no plan exists, in plain words: the seats, the fewer people, and what binds each of them. */
export function CoverProofs({
  proofs,
  spanText,
}: {
  proofs: readonly CoverProofView[];
  spanText: (halves: readonly HalfView[]) => string;
}) {
  const { say, language } = useSay();
  return proofs.map((proof) => (
    <Card key={proof.halves.map((half) => half.day + half.half).join()} size="small" title={spanText(proof.halves)}>
      <p style={{ marginTop: 0 }}>{pick(proof.words, language)}</p>
      <strong>{say('cover.seats')}</strong>
      <p>
        {proof.seats.map((seat) => (
          <Tag key={seat.window ?? `z:${seat.zone}`} style={{ whiteSpace: 'normal', marginBottom: 4 }}>
            {say(seat.zone ? 'cover.zoneSeat' : 'cover.seat', { place: seat.name, n: seat.people })}
          </Tag>
        ))}
      </p>
      <strong>{say('cover.able', { n: proof.people.length })}</strong>
      <p>{proof.people.map((one) => one.name).join('、') || say('cover.nobody')}</p>
      <strong>{say('cover.blocked')}</strong>
      <ul style={{ paddingInlineStart: 20, marginBottom: 0 }}>
        {proof.blocked.map((one) => (
          <li key={one.code}>
            {one.name} <span className="muted tnum">{one.code}</span>：{pick(one, language)}
          </li>
        ))}
        {proof.unqualified > 0 ? <li className="muted">{say('cover.unqualified', { n: proof.unqualified })}</li> : null}
      </ul>
    </Card>
  ));
}
