import { createContext, type ReactNode, use, useEffect } from 'react';
import { Navigate, useLocation } from 'react-router';
import { setCsrf } from '../api/client.js';
import { useGet } from '../api/hooks.js';
import type { Me } from '../api/types.js';
import { setZone } from '../api/words.js';
import { Busy } from '../components/Busy.js';
import { Refusal } from '../components/Refusal.js';
import { ForbiddenPage } from './ErrorPages.js';

const Context = createContext<Me | null>(null);

/** Who is signed in. Only used below `SignedIn`. */
export function useMe(): Me {
  const me = use(Context);
  if (!me) throw new Error('useMe outside of SignedIn');
  return me;
}

export const hasRole = (me: Me, ...roles: string[]): boolean => me.grants.some((grant) => roles.includes(grant.role));

/** Lets only signed-in people through; others go to the sign-in page and come back afterwards. */
export function SignedIn({ children }: { children: ReactNode }) {
  const location = useLocation();
  const me = useGet<Me>('/api/auth/me');
  useEffect(() => setCsrf(me.data?.csrf), [me.data?.csrf]);
  setZone(me.data?.clock.at);
  if (me.data && !(me.error?.body.status === 401)) return <Context value={me.data}>{children}</Context>;
  if (me.error?.body.status === 401) {
    return <Navigate to={`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`} replace />;
  }
  if (me.error?.body.status === 403) return <ForbiddenPage />;
  if (me.error)
    return (
      <div className="page">
        <Refusal problem={me.error} onRetry={() => void me.refetch()} />
      </div>
    );
  return <Busy />;
}
