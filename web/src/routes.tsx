import { type ComponentType, lazy, Suspense } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';
import { Busy } from './components/Busy';
import { NotFoundPage, RouteErrorPage } from './shell/ErrorPages';
import { Shell } from './shell/Shell';
import { SignedIn } from './shell/session';

/** A page is loaded when it is first opened. */
function page<M, N extends keyof M>(load: () => Promise<M>, name: N) {
  const Loaded = lazy(async () => ({ default: (await load())[name] as ComponentType }));
  return (
    <Suspense fallback={<Busy />}>
      <Loaded />
    </Suspense>
  );
}

export const router = createBrowserRouter([
  {
    path: '/sign-in',
    element: page(() => import('./identity/SignInPage'), 'SignInPage'),
    errorElement: <RouteErrorPage />,
  },
  {
    path: '/v/:code?',
    element: page(() => import('./paper/VerifyPage'), 'VerifyPage'),
    errorElement: <RouteErrorPage />,
  },
  {
    path: '/public/:institution/publicity/:key',
    element: page(() => import('./appraisal/PublicityPage'), 'PublicPublicityPage'),
    errorElement: <RouteErrorPage />,
  },
  {
    path: '/',
    element: (
      <SignedIn>
        <Shell />
      </SignedIn>
    ),
    errorElement: <RouteErrorPage />,
    children: [
      { index: true, element: <Navigate to="/tasks" replace /> },
      { path: 'm', element: <Navigate to="/tasks" replace /> },
      { path: 'tasks', element: page(() => import('./task/InboxPage'), 'InboxPage') },
      { path: 'cases', element: page(() => import('./case/CaseListPage'), 'CaseListPage') },
      { path: 'cases/:id', element: page(() => import('./case/CasePage'), 'CasePage') },
      { path: 'apply', element: page(() => import('./shell/ApplyPage'), 'ApplyPage') },
      { path: 'mine', element: page(() => import('./scoring/ScorePage'), 'MyScorePage') },
      { path: 'results/:subject', element: page(() => import('./scoring/ScorePage'), 'SubjectScorePage') },
      { path: 'leaves', element: page(() => import('./leave/LeaveListPage'), 'LeaveListPage') },
      { path: 'leaves/new', element: page(() => import('./leave/LeaveFormPage'), 'LeaveFormPage') },
      { path: 'substitutions', element: page(() => import('./leave/LeaveListPage'), 'SubstitutionListPage') },
      { path: 'duty', element: page(() => import('./organization/DutyPage'), 'DutyPage') },
      { path: 'findings', element: page(() => import('./finding/FindingListPage'), 'FindingListPage') },
      { path: 'findings/new', element: page(() => import('./finding/RecordFindingPage'), 'RecordFindingPage') },
      { path: 'cycles', element: page(() => import('./appraisal/CyclesPage'), 'CyclesPage') },
      { path: 'cycles/:key', element: page(() => import('./appraisal/CyclePage'), 'CyclePage') },
      { path: 'cycles/:key/committee', element: page(() => import('./appraisal/CommitteePage'), 'CommitteePage') },
      { path: 'cycles/:key/publicity', element: page(() => import('./appraisal/PublicityPage'), 'PublicityPage') },
      { path: 'appeals', element: page(() => import('./appeal/AppealsPage'), 'AppealsPage') },
      { path: 'appeals/new', element: page(() => import('./appeal/AppealFormPage'), 'AppealFormPage') },
      { path: 'appeals/:id', element: page(() => import('./appeal/AppealPage'), 'AppealPage') },
      { path: 'papers', element: page(() => import('./paper/PapersPage'), 'PapersPage') },
      { path: 'papers/:id', element: page(() => import('./paper/PaperPage'), 'PaperPage') },
      { path: 'regulations', element: page(() => import('./regulation/RegulationsPage'), 'RegulationsPage') },
      {
        path: 'regulations/adopted',
        element: page(() => import('./regulation/RegulationPage'), 'AdoptedRegulationPage'),
      },
      {
        path: 'regulations/:id/:edition',
        element: page(() => import('./regulation/RegulationPage'), 'RegulationPage'),
      },
      { path: 'imports', element: page(() => import('./importing/ImportsPage'), 'ImportsPage') },
      { path: 'imports/:id', element: page(() => import('./importing/ImportPage'), 'ImportPage') },
      { path: 'people', element: page(() => import('./organization/PeoplePage'), 'PeoplePage') },
      { path: 'windows', element: page(() => import('./organization/WindowsPage'), 'WindowsPage') },
      { path: 'admin', element: page(() => import('./admin/AdminPage'), 'AdminPage') },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]);
