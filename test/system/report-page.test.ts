// The page in a real browser: what is seen, with which keys, in which light, and what an accessibility checker says.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportHtml } from '../../src/output/report/html.ts';
import { hostile, largeExtras, largeReport } from '../readiness/large-report.ts';

const executable = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== '' && existsSync(path));
if (executable === undefined) {
  process.stderr.write(
    '\nSKIPPED: no Chromium is installed, so the page of the report is not looked at (apt-get install chromium)\n\n',
  );
}
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(executable === undefined)('the page of a report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-page-'));
  const file = join(folder, 'report.html');
  /** Where a person wants to look at the pictures: SEAWORTHY_SCREENSHOTS. */
  const pictures = process.env['SEAWORTHY_SCREENSHOTS'] ?? folder;
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(file, reportHtml(largeReport, largeExtras));
    browser = await chromium.launch({ executablePath: executable ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(
    options: Parameters<Browser['newContext']>[0],
    bypassCSP = false,
  ): Promise<{ page: Page; requests: string[] }> {
    const context = await browser.newContext({ ...options, bypassCSP });
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, requests };
  }

  it('is one file below 400 kB that asks for nothing else and runs no script', async () => {
    expect(readFileSync(file).length).toBeLessThan(400_000);
    const { page, requests } = await open({});
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.reload();
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(new Set(requests).size).toBe(1);
    expect([await page.locator('script').count(), await page.locator('img').count(), dialogs]).toEqual([
      0,
      0,
      [],
    ]);
    expect(await page.getByText(hostile).count()).toBe(1);
  });

  it.each([
    ['light', { colorScheme: 'light' as const, viewport: { width: 1280, height: 900 } }],
    ['dark', { colorScheme: 'dark' as const, viewport: { width: 1280, height: 900 } }],
    ['phone', { colorScheme: 'light' as const, viewport: { width: 390, height: 800 } }],
  ])('has no serious problem of accessibility and no sideways scrolling: %s', async (name, options) => {
    const { page } = await open(options, true);
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    await page.evaluate(axe);
    const found: unknown = await page.evaluate(
      "axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ': ' + nodes[0].html))",
    );
    expect(found).toEqual([]);
    const overflow: unknown = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(overflow).toBe(0);
  });

  it('is filtered by keyboard alone', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } });
    const shown = (outcome: string) => page.locator(`.lines > li.${outcome}:visible`).count();
    expect(await shown('pass')).toBeGreaterThan(0);
    // The link past the head, then the filters.
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('To the checklist');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    expect([await shown('pass'), (await shown('fail')) > 0]).toEqual([0, true]);
    await page.keyboard.press('ArrowDown');
    expect([await shown('fail'), (await shown('unknown')) > 0]).toEqual([0, true]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await page.locator('.lines > li:not(.counts):visible').count()).toBe(0);
    // Charts that scroll can be reached, too.
    await page.keyboard.press('Tab');
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe(
      'Timeline of the rollout',
    );
  });

  it('draws every chart, and none of its parts outside of its frame', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } });
    const labels: unknown = await page.evaluate(
      "[...document.querySelectorAll('svg')].map((svg) => svg.getAttribute('aria-label').split(':')[0])",
    );
    expect(labels).toEqual([
      'Timeline of the rollout',
      'Dependencies by phase',
      'Latency of browse',
      'Latency of search',
      'Memory over time',
      'CPU over time',
      'Peak memory against limits',
      'Image sizes',
    ]);
    const outside: unknown = await page.evaluate(`[...document.querySelectorAll('svg')].flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      return [...svg.querySelectorAll('rect, text, path')].filter((part) => {
        const box = part.getBoundingClientRect();
        return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
      }).map((part) => svg.getAttribute('aria-label').split(':')[0] + ': ' + part.outerHTML.slice(0, 120));
    })`);
    expect(outside).toEqual([]);
    expect(await page.locator('svg .bar.critical:not(.key)').count()).toBe(8);
  });

  it('prints on paper with every line and no controls', async () => {
    const { page } = await open({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('fieldset:visible').count()).toBe(0);
    expect(await page.locator('.lines > li:visible').count()).toBe(largeReport.lines.length);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    await page.screenshot({ path: join(pictures, 'print.png'), fullPage: true });
  });
});
