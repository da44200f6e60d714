/** What GraphiQL shows to a newcomer: the whole way from a project to an answer, to be run step by step. */
export const DEFAULT_QUERY = `# Agent Backend: index a project, ask about it, watch the answer.
# Place the cursor in an operation and press Ctrl-Enter. With API_TOKENS set, add the header
# {"Authorization": "Bearer <token>"} below.

query Server {
  serverInfo {
    version
    languageModel { provider model }
    embeddingSpace { provider model dimensions }
  }
}

# 1. Make a session.
mutation Index {
  createRagSession(input: {
    projectId: "demo"
    files: [{ path: "src/add.ts", content: "/** Adds two numbers. */\\nexport const add = (a: number, b: number) => a + b;\\n" }]
  }) {
    ... on IndexJobPayload { session { id } job { id status } }
    ... on Error { code message }
  }
}

# 2. Watch its job. Paste the job's id.
subscription Progress {
  indexJobEvents(jobId: "job_...") {
    __typename
    cursor
    ... on IndexFinished { status counts { indexedFiles skippedFiles failedFiles } }
  }
}

# 3. Open a dialog and ask. Paste the session's id, then the dialog's.
mutation Open {
  createDialog(input: { sessionId: "ses_..." }) {
    ... on DialogPayload { dialog { id } }
    ... on Error { code message }
  }
}

mutation Ask {
  sendMessage(input: { dialogId: "dlg_...", text: "How are two numbers added?" }) {
    ... on SendMessagePayload { task { id } }
    ... on Error { code message }
  }
}

# 4. Watch the answer. Paste the task's id.
subscription Answer {
  taskEvents(taskId: "tsk_...") {
    __typename
    cursor
    ... on MessageDelta { offset text }
    ... on TaskFinished { status task { reply { content citations { marker quote verdict } } } }
  }
}
`;
