import { NotFoundError } from '../../shared/errors.js';
import { builder } from './builder.js';

const DeletePayload = builder.objectRef<{ readonly deletedId: string }>('DeletePayload').implement({
  description: 'What was deleted.',
  fields: (t) => ({ deletedId: t.exposeID('deletedId', { description: 'Its id, no longer valid.' }) }),
});

export const DeleteResult = builder.errorUnion('DeleteResult', {
  description: 'The deletion, or why there was none.',
  types: [DeletePayload, NotFoundError],
  resolveType: () => 'DeletePayload',
});
