import { describe, expect, test } from 'vitest';
import { RUNBOOK } from '../../../../tests/fakes/confluence/sample-pages.js';
import { storageToMarkdown } from './storage-to-markdown.js';

const CONTEXT = { pageUrl: 'https://wiki.example/display/DEV/Home', baseUrl: 'https://wiki.example', space: 'DEV' };

const markdown = (storage: string) => storageToMarkdown(storage, CONTEXT);
const macro = (name: string, inner = '') =>
  `<ac:structured-macro ac:name="${name}" ac:schema-version="1">${inner}</ac:structured-macro>`;
const rich = (html: string) => `<ac:rich-text-body>${html}</ac:rich-text-body>`;
const plain = (text: string) => `<ac:plain-text-body><![CDATA[${text}]]></ac:plain-text-body>`;
const parameter = (name: string, value: string) => `<ac:parameter ac:name="${name}">${value}</ac:parameter>`;

test('a page as teams write it becomes the Markdown that a person would write', async () => {
  expect(await markdown(RUNBOOK.storage)).toBe(`# Deploying

The release manager starts it; ask @ff80818 on call.

> **Warning: Freeze**
> 
> No deployments on **Fridays**.

## Commands

\`\`\`bash
kubectl rollout undo deploy/shop  # back to the version before
if [ "$a" < "b" ]; then echo "\`\`\`"; fi
\`\`\`

## Time limits

| Step | Limit |
| --- | --- |
| Canary<br>5 % \\| 10 % | The canary may run for 15 minutes. |

## Checklist

-   [x] Tell the team
-   [ ] Watch the [graphs](https://wiki.example/display/DEV/Dashboards)

![The pipeline](pipe%20line.png)`);
});

describe('a block of code', () => {
  test('keeps every character, its language and its title', async () => {
    const code = '\tif (a &lt; b && c > d) {\n\n    x = "]]"; // &nbsp;\n\t}';
    const storage = macro('code', parameter('language', 'c++') + parameter('title', 'a.cc') + plain(code));
    expect(await markdown(storage)).toBe(`**a.cc**\n\n\`\`\`c++\n${code}\n\`\`\``);
  });

  test('has a fence longer than those within it', async () => {
    expect(await markdown(macro('noformat', plain('````\n```')))).toBe('`````\n````\n```\n`````');
  });

  test('holds the end of a CDATA section, which is written in two', async () => {
    expect(await markdown(macro('code', plain('a]]]]><![CDATA[>b')))).toBe('```\na]]>b\n```');
  });

  test('is also the text of macros that draw it', async () => {
    expect(await markdown(macro('plantuml', plain('A -> B')))).toBe('```plantuml\nA -> B\n```');
    expect(await markdown('<pre>a\n  b</pre>')).toBe('```\na\n  b\n```');
  });
});

describe('a table', () => {
  const table = (...rows: string[]) => `<table><tbody>${rows.map((row) => `<tr>${row}</tr>`).join('')}</tbody></table>`;

  test('keeps lists, code and several paragraphs of a cell in its one line', async () => {
    const cell = `<td><ul><li>one</li><li>two</li></ul>${macro('code', plain('a | b\n  `c`'))}<p>x<br/>y</p></td>`;
    expect(await markdown(table('<th>A</th><th>B</th>', `<td>1</td>${cell}`))).toBe(
      '| A | B |\n| --- | --- |\n| 1 | -   one<br>-   two<br>`a \\| b`<br>``   `c` ``<br>x<br>y |',
    );
  });

  test('has an empty heading where it has none of its own', async () => {
    expect(await markdown(table('<th>Name</th><td>shop</td>', '<th>Port</th><td>80</td>'))).toBe(
      '|  |  |\n| --- | --- |\n| Name | shop |\n| Port | 80 |',
    );
  });

  test('leaves empty what a cell spans, so that the columns stay what they are', async () => {
    const rows = [
      '<th>A</th><th>B</th><th>C</th>',
      '<td rowspan="2">a||b</td><td colspan="2">wide</td>',
      '<td>b</td><td>c</td>',
    ];
    expect(await markdown(table(...rows))).toBe(
      '| A | B | C |\n| --- | --- | --- |\n| a\\|\\|b | wide |  |\n|  | b | c |',
    );
  });

  test('within a table loses no text', async () => {
    expect(await markdown(table(`<td>${table('<td>inner</td>')}</td><td>outer</td>`))).toMatch(/inner.*\| outer \|$/);
  });
});

describe('links', () => {
  const link = (inner: string, attributes = '') => `<p><ac:link${attributes}>${inner}</ac:link></p>`;
  const body = (text: string) => `<ac:plain-text-link-body><![CDATA[${text}]]></ac:plain-text-link-body>`;

  test.each([
    ['a page', link('<ri:page ri:content-title="A &amp; B"/>'), '[A & B](https://wiki.example/display/DEV/A+%26+B)'],
    [
      'a part of a page elsewhere',
      link(`<ri:page ri:space-key="OPS" ri:content-title="Run"/>${body('steps')}`, ' ac:anchor="Step 1"'),
      '[steps](https://wiki.example/display/OPS/Run#Step%201)',
    ],
    ['an attachment', link(`<ri:attachment ri:filename="a b.zip"/>${body('the archive')}`), 'the archive (a b.zip)'],
    ['an attachment by its name', link('<ri:attachment ri:filename="a.zip"/>'), 'a.zip'],
    ['a person', link('<ri:user ri:account-id="712020:ab"/>'), '@712020:ab'],
    ['a space', link('<ri:space ri:space-key="OPS"/>'), '[OPS](https://wiki.example/display/OPS)'],
    ['a place of the page', link(body('below'), ' ac:anchor="x"'), 'below'],
    [
      'rich text',
      link('<ri:page ri:content-title="P"/><ac:link-body>Some <em>rich</em> text</ac:link-body>'),
      '[Some *rich* text](https://wiki.example/display/DEV/P)',
    ],
    ['a path of the server', '<p><a href="/x/AbC">short</a></p>', '[short](https://wiki.example/x/AbC)'],
    ['a script', '<p><a href="javascript:alert(1)">press</a></p>', 'press'],
  ])('to %s are kept', async (_, storage, expected) => {
    expect(await markdown(storage)).toBe(expected);
  });
});

describe('macros', () => {
  test.each([
    ['info', macro('info', rich('<p>Read this.</p>')), '> **Info**\n> \n> Read this.'],
    ['panel', macro('panel', parameter('title', 'Team') + rich('<p>Ann</p>')), '> **Team**\n> \n> Ann'],
    ['expand', macro('expand', parameter('title', 'More') + rich('<p>Inside</p>')), '**More**\n\nInside'],
    ['status', `<p>It is ${macro('status', parameter('title', 'DONE'))}.</p>`, 'It is **DONE**.'],
    ['an unknown one with a body', macro('mystery', rich('<h2>In</h2><p>body</p>')), '## In\n\nbody'],
    ['an unknown one without', `<p>See ${macro('jira', parameter('key', 'SHOP-1'))}</p>`, 'See *(macro jira: SHOP-1)*'],
    [
      'one that shows a file',
      macro('view-file', parameter('name', '<ri:attachment ri:filename="s.pdf"/>')),
      '*(macro view-file: s.pdf)*',
    ],
    ['a table of contents', `${macro('toc')}<p>text</p>`, 'text'],
    [
      'macros within macros',
      macro('expand', rich(macro('note', rich(macro('code', plain('x')))))),
      '> **Note**\n> \n> ```\n> x\n> ```',
    ],
  ])('%s', async (_, storage, expected) => {
    expect(await markdown(storage)).toBe(expected);
  });
});

test.each([
  ['emoticons', '<p><ac:emoticon ac:name="tick"/> <ac:emoticon ac:name="x" ac:emoji-fallback="🚀"/></p>', '✅ 🚀'],
  ['dates', '<p>Due <time datetime="2026-02-01"/></p>', 'Due 2026-02-01'],
  ['remarks', '<p>a <ac:inline-comment-marker ac:ref="r">marked</ac:inline-comment-marker> word</p>', 'a marked word'],
  ['hints for editors', '<p><ac:placeholder>Write here</ac:placeholder>text</p>', 'text'],
  ['entities', '<p>caf&eacute; &mdash; 1&nbsp;&lt;&nbsp;2</p>', 'café — 1 < 2'],
  ['struck text', '<p><del>old</del> new</p>', '~~old~~ new'],
  [
    'a panel of the new editor',
    '<ac:adf-extension><ac:adf-node type="panel"><ac:adf-content><p>twice</p></ac:adf-content></ac:adf-node><ac:adf-fallback><p>once</p></ac:adf-fallback></ac:adf-extension>',
    'once',
  ],
  ['scripts', '<p>a</p><script>alert(1)</script><style>p{}</style>', 'a'],
  ['broken markup', '<p>open <strong>bold', 'open **bold**'],
  ['nothing', '', ''],
])('%s are as a reader expects', async (_, storage, expected) => {
  expect(await markdown(storage)).toBe(expected);
});

test('a document that is too deep or too large is refused, and not walked', async () => {
  await expect(markdown('<div>'.repeat(100_000))).rejects.toThrow(RangeError);
  await expect(markdown('<p>x</p>'.repeat(50_001))).rejects.toThrow(/more than 50000 elements/);
});

test('others get their turn while a large page is converted', async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const text = await markdown('<p>one <strong>line</strong></p>'.repeat(5_000));
  clearInterval(timer);
  expect(text.split('\n\n')).toHaveLength(5_000);
  expect(turns).toBeGreaterThan(5);
});
