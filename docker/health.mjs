// Ends with 0 when this container's server answers the path with 200, else with 1.
const [path = '/healthz'] = process.argv.slice(2);
const healthy = await fetch(`http://127.0.0.1:${process.env.PORT}${path}`).then(
  (response) => response.ok,
  () => false,
);
process.exit(healthy ? 0 : 1);
