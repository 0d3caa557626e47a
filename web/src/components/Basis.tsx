import { useSay } from '../i18n.js';
import { Articles } from './Refusal.js';

/** On what the system acted: articles as links to their text, anything else in words. */
export function Basis({ basis }: { basis: string | null | undefined }) {
  const { say } = useSay();
  const parts = basis?.split('、').filter(Boolean) ?? [];
  const isArticle = (part: string): boolean => /^[A-Z][A-Z0-9]*\.\S+$/.test(part);
  const others = parts.filter((part) => !isArticle(part));
  return (
    <>
      <Articles anchors={parts.filter(isArticle)} />
      {others.length > 0 ? <span className="muted"> {say('chain.basis', { basis: others.join('、') })}</span> : null}
    </>
  );
}
