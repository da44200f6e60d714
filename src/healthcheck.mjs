// Ends with 0 when the URL answers with 200, else with 1: what a container's health check runs.
const [url = 'http://127.0.0.1:15000/healthz'] = process.argv.slice(2);
const healthy = await fetch(url).then(
  (response) => response.ok,
  () => false,
);
process.exit(healthy ? 0 : 1);
