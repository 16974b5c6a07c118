// Python in a thread of its own, so that the page never waits. Everything it loads lies in the folder of the page.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const PACKAGES = "/packages";

async function start() {
  const python = await loadPyodide({ indexURL: new URL("pyodide/", import.meta.url).href });
  const archive = await (await fetch(new URL("packages.zip", import.meta.url))).arrayBuffer();
  python.unpackArchive(archive, "zip", { extractDir: PACKAGES });
  python.runPython(`import sys; sys.path.insert(0, "${PACKAGES}")`);
  return python.pyimport("playground.answers").answer;
}

const started = start();
started.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ fault: `Python did not start: ${error}` }),
);

addEventListener("message", async ({ data: { id, question } }) => {
  const answer = await started;
  try {
    postMessage({ id, answer: JSON.parse(answer(JSON.stringify(question))) });
  } catch (error) {
    postMessage({ id, answer: { complaint: `internal fault: ${error}` } });
  }
});
