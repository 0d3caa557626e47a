import { useMe } from '../shell/session.js';

const asking = ['RULE_ADMIN', 'SUPERVISION', 'COMMITTEE', 'CENTRE_LEADER'];
const reading = [...asking, 'OFFICE', 'DIRECTOR', 'AUDITOR'];

const useHolds = (roles: readonly string[]): boolean => useMe().grants.some((grant) => roles.includes(grant.role));

/** Who may ask "what if"; the service says the last word. */
export const useMayAsk = (): boolean => useHolds(asking);

/** Who sees drafts: those who write, sign or look at them. */
export const useMayRead = (): boolean => useHolds(reading);

/** Who prepares editions and fills blanks. */
export const useMayEdit = (): boolean => useHolds(['RULE_ADMIN']);

const machinery = ['RULE_ADMIN', 'SYSTEM_ADMIN', 'SECURITY_ADMIN', 'OPERATOR'];

/** Whether the figures of other people can be opened; those who only keep the rules or the machine may not. */
export const useMayOpenResults = (): boolean => useMe().grants.some((grant) => !machinery.includes(grant.role));
