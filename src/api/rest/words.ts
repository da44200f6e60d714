/** An enum value of the schema as this contract writes it. */
export function lower<Value extends string>(value: Value): Lowercase<Value> {
  return value.toLowerCase() as Lowercase<Value>;
}

/** A route of the agent: `PROJECT_QA` is written `project/qa`. */
export function slashed(route: string): string {
  return route.toLowerCase().replace('_', '/');
}
