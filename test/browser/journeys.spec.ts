/** What people do on the screens, from the first click to the paper, against the product as `npm start` runs it. */
import { entrance } from './journeys/entrance.js';
import { finding } from './journeys/finding.js';
import { inspection } from './journeys/inspection.js';
import { month } from './journeys/month.js';
import { monthPages, tour } from './journeys/tour.js';
import { type Office, openOffice } from './office.js';

describe('on the screens', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
  }, 240_000);
  afterAll(() => office?.close(), 60_000);

  entrance(() => office);
  finding(() => office);
  inspection(() => office);
  month(() => office);
  tour(() => office, monthPages);
});
