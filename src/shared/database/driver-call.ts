type Call = (...args: unknown[]) => unknown;

/** What to do around a call of the driver. */
export interface AroundCall {
  /** Called when the call begins; gives what is called when it has been answered. */
  begin?(): () => void;
  /** What the caller is told in place of the driver's error. */
  failure(error: unknown): unknown;
}

/** The driver's own function, to be called in either of its two styles: with a callback at the end, or for a promise. */
export function aroundCall(call: Call, { begin = () => nothing, failure }: AroundCall): Call {
  return (...args) => {
    const callback = args.at(-1);
    if (isFunction(callback)) {
      const answered = begin();
      return call(...args.slice(0, -1), (error: unknown, ...results: unknown[]) => {
        answered();
        callback(error ? failure(error) : error, ...results);
      });
    }
    const answered = begin();
    const result = call(...args);
    if (!(result instanceof Promise)) {
      answered();
      return result;
    }
    return result
      .catch((error: unknown) => {
        throw failure(error);
      })
      .finally(answered);
  };
}

function isFunction(value: unknown): value is Call {
  return typeof value === 'function';
}

const nothing = () => undefined;
