import { FakeConfluence } from './fake-confluence.js';
import { SAMPLE_PAGES } from './sample-pages.js';

/** Starts a fake Cloud and a fake Data Center to try the server with; `PORT` chooses the first of their two ports. */
const port = Number(process.env.PORT ?? 9090);
const cloud = await FakeConfluence.start({ edition: 'cloud', port, pages: SAMPLE_PAGES });
const dataCenter = await FakeConfluence.start({
  edition: 'data center',
  contextPath: '/confluence',
  port: port === 0 ? 0 : port + 1,
  pages: SAMPLE_PAGES,
});
const [page] = SAMPLE_PAGES;

process.stdout.write(
  [
    `Fake Confluence Cloud at ${cloud.baseUrl} and Data Center at ${dataCenter.baseUrl}. Start the server with:`,
    `  CONFLUENCE_BASE_URLS=${cloud.baseUrl},${dataCenter.baseUrl} \\`,
    `  CONFLUENCE_CREDENTIALS=${cloud.origin}=basic:${cloud.user}:${cloud.apiToken},${dataCenter.origin}=bearer:${dataCenter.token} npm start`,
    'Then fetch a page:',
    `  curl -s localhost:15000/internal/tools/confluence/fetch -H 'content-type: application/json' \\`,
    `    -d '{"url": "${page === undefined ? '' : cloud.urlOf(page)}"}'`,
    '',
    ...[cloud, dataCenter].flatMap((fake) => fake.pages.map((each) => `  ${fake.urlOf(each)}`)),
    '',
  ].join('\n'),
);
