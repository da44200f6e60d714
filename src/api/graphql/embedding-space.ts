import type { EmbeddingSpaceInfo } from '../services.js';
import { builder } from './builder.js';

export const EmbeddingSpaceType = builder.objectRef<EmbeddingSpaceInfo>('EmbeddingSpace').implement({
  description: 'What vectors were made with. Vectors of two spaces are never compared.',
  fields: (t) => ({
    provider: t.exposeString('provider', { description: 'Who computes the vectors.' }),
    model: t.exposeString('model', { description: 'The embedding model.' }),
    dimensions: t.exposeInt('dimensions', { description: 'How many numbers a vector has.' }),
    chunkerVersion: t.exposeString('chunkerVersion', { description: 'How files are cut into chunks.' }),
  }),
});
