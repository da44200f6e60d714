import type { FakePage } from './fake-page.js';

const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** A page as teams write them, with what the editors of both editions put into one. */
export const RUNBOOK: FakePage = {
  id: '163841',
  space: 'OPS',
  title: 'Deploy runbook & rollback',
  version: 7,
  storage: `<ac:layout><ac:layout-section ac:type="two_equal"><ac:layout-cell>
<h1>Deploying</h1><p>The release manager starts it; ask <ac:link><ri:user ri:userkey="ff80818" /></ac:link> on&nbsp;call.</p>
<ac:structured-macro ac:name="warning" ac:schema-version="1"><ac:parameter ac:name="title">Freeze</ac:parameter><ac:rich-text-body><p>No deployments on <strong>Fridays</strong>.</p></ac:rich-text-body></ac:structured-macro>
<h2>Commands</h2>
<ac:structured-macro ac:name="code" ac:schema-version="1"><ac:parameter ac:name="language">bash</ac:parameter><ac:plain-text-body>${cdata('kubectl rollout undo deploy/shop  # back to the version before\nif [ "$a" < "b" ]; then echo "```"; fi')}</ac:plain-text-body></ac:structured-macro>
</ac:layout-cell><ac:layout-cell>
<h2>Time limits</h2>
<table class="wrapped"><colgroup><col /><col /></colgroup><tbody><tr><th><p>Step</p></th><th><p>Limit</p></th></tr><tr><td><p>Canary</p><p>5 % | 10 %</p></td><td><p>The canary may run for 15 minutes.</p></td></tr></tbody></table>
<h2>Checklist</h2>
<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status><ac:task-body>Tell the team</ac:task-body></ac:task><ac:task><ac:task-id>2</ac:task-id><ac:task-status>incomplete</ac:task-status><ac:task-body>Watch the <ac:link><ri:page ri:content-title="Dashboards" /><ac:plain-text-link-body>${cdata('graphs')}</ac:plain-text-link-body></ac:link></ac:task-body></ac:task></ac:task-list>
<p><ac:image ac:alt="The pipeline"><ri:attachment ri:filename="pipe line.png" /></ac:image></p>
</ac:layout-cell></ac:layout-section></ac:layout>`,
};

export const HOLIDAYS: FakePage = {
  id: '2122383717',
  space: '~ann',
  title: 'Отпуска',
  version: 2,
  storage: '<h1>Отпуска</h1><p>Отпуск оформляется за две недели.</p>',
};

export const NEWS: FakePage = {
  id: '777001',
  space: 'OPS',
  title: 'We moved',
  version: 1,
  storage: '<p>The servers have moved to another hall.</p>',
  kind: 'blog post',
};

export const SAMPLE_PAGES: readonly FakePage[] = [RUNBOOK, HOLIDAYS, NEWS];
