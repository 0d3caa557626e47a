import { type ComponentType, lazy, Suspense } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';
import { Busy } from './components/Busy.js';
import { NotFoundPage, RouteErrorPage } from './shell/ErrorPages.js';
import { Shell } from './shell/Shell.js';
import { SignedIn } from './shell/session.js';

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
    element: page(() => import('./identity/SignInPage.js'), 'SignInPage'),
    errorElement: <RouteErrorPage />,
  },
  {
    path: '/set-password',
    element: page(() => import('./identity/SetPasswordPage.js'), 'SetPasswordPage'),
    errorElement: <RouteErrorPage />,
  },
  {
    path: '/v/:code?',
    element: page(() => import('./paper/VerifyPage.js'), 'VerifyPage'),
    errorElement: <RouteErrorPage />,
  },
  {
    path: '/public/:institution/publicity/:key',
    element: page(() => import('./appraisal/PublicityPage.js'), 'PublicPublicityPage'),
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
      { path: 'tasks', element: page(() => import('./task/InboxPage.js'), 'InboxPage') },
      { path: 'cases', element: page(() => import('./case/CaseListPage.js'), 'CaseListPage') },
      { path: 'cases/:id', element: page(() => import('./case/CasePage.js'), 'CasePage') },
      { path: 'apply', element: page(() => import('./shell/ApplyPage.js'), 'ApplyPage') },
      { path: 'mine', element: page(() => import('./scoring/ScorePage.js'), 'MyScorePage') },
      { path: 'results/:subject', element: page(() => import('./scoring/ScorePage.js'), 'SubjectScorePage') },
      { path: 'leaves', element: page(() => import('./leave/LeaveListPage.js'), 'LeaveListPage') },
      { path: 'leaves/balance', element: page(() => import('./leave/BalancePage.js'), 'BalancePage') },
      {
        path: 'leave-balances',
        element: page(() => import('./leave/BalanceRegisterPage.js'), 'BalanceRegisterPage'),
      },
      {
        path: 'leave-balances/opening',
        element: page(() => import('./leave/BalanceOpeningPage.js'), 'BalanceOpeningPage'),
      },
      { path: 'leave-balances/:code', element: page(() => import('./leave/BalancePage.js'), 'PersonBalancePage') },
      { path: 'leaves/new', element: page(() => import('./leave/LeaveFormPage.js'), 'LeaveFormPage') },
      { path: 'badges', element: page(() => import('./leave/BadgesPage.js'), 'BadgesPage') },
      { path: 'substitutions', element: page(() => import('./leave/LeaveListPage.js'), 'SubstitutionListPage') },
      { path: 'cover-plan', element: page(() => import('./leave/CoverPlanPage.js'), 'CoverPlanPage') },
      { path: 'duty', element: page(() => import('./duty/DutyBoardPage.js'), 'DutyBoardPage') },
      { path: 'calendar-feeds', element: page(() => import('./duty/FeedsPage.js'), 'FeedsPage') },
      { path: 'absences', element: page(() => import('./attendance/AbsencesPage.js'), 'AbsencesPage') },
      { path: 'findings', element: page(() => import('./finding/FindingListPage.js'), 'FindingListPage') },
      { path: 'findings/new', element: page(() => import('./finding/RecordFindingPage.js'), 'RecordFindingPage') },
      { path: 'inspections', element: page(() => import('./inspection/InspectionsPage.js'), 'InspectionsPage') },
      {
        path: 'inspections/new',
        element: page(() => import('./inspection/PlanInspectionPage.js'), 'PlanInspectionPage'),
      },
      { path: 'inspections/:id', element: page(() => import('./inspection/InspectionPage.js'), 'InspectionPage') },
      { path: 'cycles', element: page(() => import('./appraisal/CyclesPage.js'), 'CyclesPage') },
      { path: 'cycles/:key', element: page(() => import('./appraisal/CyclePage.js'), 'CyclePage') },
      { path: 'cycles/:key/committee', element: page(() => import('./appraisal/CommitteePage.js'), 'CommitteePage') },
      { path: 'cycles/:key/publicity', element: page(() => import('./appraisal/PublicityPage.js'), 'PublicityPage') },
      { path: 'appeals', element: page(() => import('./appeal/AppealsPage.js'), 'AppealsPage') },
      { path: 'appeals/new', element: page(() => import('./appeal/AppealFormPage.js'), 'AppealFormPage') },
      { path: 'appeals/:id', element: page(() => import('./appeal/AppealPage.js'), 'AppealPage') },
      { path: 'papers', element: page(() => import('./paper/PapersPage.js'), 'PapersPage') },
      { path: 'papers/:id', element: page(() => import('./paper/PaperPage.js'), 'PaperPage') },
      { path: 'regulations', element: page(() => import('./regulation/RegulationsPage.js'), 'RegulationsPage') },
      {
        path: 'regulations/adopted',
        element: page(() => import('./regulation/RegulationPage.js'), 'AdoptedRegulationPage'),
      },
      { path: 'regulations/editions', element: page(() => import('./regulation/EditionsPage.js'), 'EditionsPage') },
      { path: 'regulations/drafts/:id', element: page(() => import('./regulation/DraftPage.js'), 'DraftPage') },
      {
        path: 'calendar-duties',
        element: page(() => import('./regulation/CalendarDutiesPage.js'), 'CalendarDutiesPage'),
      },
      { path: 'regulations/blanks', element: page(() => import('./regulation/BlanksPage.js'), 'BlanksPage') },
      { path: 'regulations/what-if', element: page(() => import('./regulation/WhatIfPage.js'), 'WhatIfPage') },
      {
        path: 'regulations/editions/:hash',
        element: page(() => import('./regulation/RegulationPage.js'), 'FrozenEditionPage'),
      },
      {
        path: 'regulations/:id/:edition',
        element: page(() => import('./regulation/RegulationPage.js'), 'RegulationPage'),
      },
      { path: 'imports', element: page(() => import('./importing/ImportsPage.js'), 'ImportsPage') },
      { path: 'imports/:id', element: page(() => import('./importing/ImportPage.js'), 'ImportPage') },
      { path: 'deputies', element: page(() => import('./organization/DeputiesPage.js'), 'MyDeputiesPage') },
      {
        path: 'people/:code/deputies',
        element: page(() => import('./organization/DeputiesPage.js'), 'PersonDeputiesPage'),
      },
      { path: 'people', element: page(() => import('./organization/PeoplePage.js'), 'PeoplePage') },
      { path: 'windows', element: page(() => import('./organization/WindowsPage.js'), 'WindowsPage') },
      { path: 'calendar', element: page(() => import('./admin/CalendarPage.js'), 'CalendarPage') },
      { path: 'admin', element: page(() => import('./admin/AdminPage.js'), 'AdminPage') },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]);
