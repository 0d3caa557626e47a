import { useMe } from '../shell/session.js';

const asking = ['RULE_ADMIN', 'SUPERVISION', 'COMMITTEE', 'CENTRE_LEADER'];

/** Who may ask "what if"; the service says the last word. */
export const useMayAsk = (): boolean => useMe().grants.some((grant) => asking.includes(grant.role));

/** Who prepares editions and fills blanks. */
export const useMayEdit = (): boolean => useMe().grants.some((grant) => grant.role === 'RULE_ADMIN');
