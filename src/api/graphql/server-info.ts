import type { Limits } from '../../config.js';
import type { ServerInfo } from '../services.js';
import { builder } from './builder.js';
import { EmbeddingSpaceType } from './embedding-space.js';

const LanguageModelInfoType = builder
  .objectRef<NonNullable<ServerInfo['languageModel']>>('LanguageModelInfo')
  .implement({
    description: 'The language model that writes answers.',
    fields: (t) => ({
      provider: t.exposeString('provider', { description: 'Who runs it.' }),
      model: t.exposeString('model', { description: 'Its name.' }),
    }),
  });

const LimitsType = builder.objectRef<Limits>('Limits').implement({
  description: 'What this server takes; each is a setting.',
  fields: (t) => ({
    maxRequestBytes: t.exposeInt('maxRequestBytes', { description: 'MAX_REQUEST_BYTES: a request body, inflated.' }),
    maxFileBytes: t.exposeInt('maxFileBytes', { description: 'MAX_FILE_BYTES: larger files are skipped.' }),
    maxFilesPerRequest: t.exposeInt('maxFilesPerRequest', {
      description: 'MAX_FILES_PER_REQUEST: files or changes of one request.',
    }),
    maxPageSize: t.exposeInt('maxPageSize', { description: 'MAX_PAGE_SIZE: items of one page.' }),
    maxMessageChars: t.exposeInt('maxMessageChars', { description: 'MAX_MESSAGE_CHARS: characters of one message.' }),
  }),
});

const ServerInfoType = builder.objectRef<ServerInfo>('ServerInfo').implement({
  description: 'What this server is and takes.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Its version.' }),
    languageModel: t.expose('languageModel', {
      type: LanguageModelInfoType,
      nullable: true,
      description: 'Null: offline, edits answer LLM_NOT_CONFIGURED.',
    }),
    embeddingSpace: t.expose('embeddingSpace', {
      type: EmbeddingSpaceType,
      nullable: true,
      description: 'What vectors of new sessions are made with. Null: the embedding model has not answered yet.',
    }),
    limits: t.expose('limits', { type: LimitsType, description: 'What it takes.' }),
  }),
});

builder.queryField('serverInfo', (t) =>
  t.field({
    type: ServerInfoType,
    description: 'What this server is and takes.',
    resolve: (_root, _args, { services }) => services.info,
  }),
);
