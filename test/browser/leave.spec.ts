/** Leave with cover on the screens, from the request on a phone to the return, against the product as `npm start` runs it. */
import { absentApprover, noCertificate, singleWindow } from './journeys/cover.js';
import { leave } from './journeys/leave.js';
import { offline } from './journeys/offline.js';
import { paper } from './journeys/paper.js';
import { leavePages, tour } from './journeys/tour.js';
import { type Office, openOffice } from './office.js';

// The days of the institution only go forward: the order is the order of the leaves.
describe('leave on the screens', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
  }, 240_000);
  afterAll(() => office?.close(), 60_000);

  offline(() => office);
  singleWindow(() => office);
  absentApprover(() => office);
  leave(() => office);
  paper(() => office);
  noCertificate(() => office);
  tour(() => office, leavePages);
});
