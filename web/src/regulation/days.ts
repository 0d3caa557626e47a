/** First day of the month after a day: editions begin with a month. */
export const monthAfter = (day: string): string => {
  const [year = 2000, month = 1] = day.split('-').map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
};
