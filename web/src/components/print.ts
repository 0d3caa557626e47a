/**
 * Prints the page on a sheet of a certain size; page numbers stand in the margin, where the browser writes them itself.
 * @param sheet such as `A4 landscape`
 * @param after when the sheets are printed or given up
 */
export function printOn(sheet: string, after?: () => void): void {
  const style = document.createElement('style');
  style.textContent = `@page { size: ${sheet}; margin: 12mm 10mm 14mm; @bottom-right { content: counter(page) ' / ' counter(pages); font-size: 9pt; } }`;
  document.head.append(style);
  document.documentElement.dataset.sheet = sheet;
  const done = (): void => {
    style.remove();
    delete document.documentElement.dataset.sheet;
    window.removeEventListener('afterprint', done);
    after?.();
  };
  window.addEventListener('afterprint', done);
  window.print();
}
