// The extension starts `nomadspec lsp` and connects it to the editor; all that is known about jobspecs is in the server.

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("nomadspec.lint", () => { inTerminal("lint", []); }),
    vscode.commands.registerCommand("nomadspec.plan", () => { inTerminal("plan", state() === "" ? [] : ["--state", state()]); }),
    vscode.commands.registerCommand("nomadspec.restart", restart),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (["path", "state", "node"].some((name) => change.affectsConfiguration(`nomadspec.${name}`))) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(): Promise<void> {
  await client?.stop();
  client = undefined;
  await start();
}

async function start(): Promise<void> {
  const server: ServerOptions = { command: program(), args: ["lsp"] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "nomad" },
      { scheme: "file", pattern: "**/*.{hcl,nomad.json}" },
      { scheme: "file", pattern: "**/{nomadspec.toml,.nomadspec.toml}" },
    ],
    initializationOptions: { state: state(), node: setting("node") },
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{nomad,hcl,toml,json}") },
  };
  const started = new LanguageClient("nomadspec", "nomadspec", server, options);
  try {
    await started.start();
    client = started;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`Cannot start ${program()} lsp: ${reason}. Install it with pip install 'nomadspec[lsp]', or set nomadspec.path.`);
  }
}

function program(): string {
  return vscode.workspace.getConfiguration("nomadspec").get("path", "nomadspec");
}

function state(): string {
  return setting("state");
}

function setting(name: string): string {
  return vscode.workspace.getConfiguration("nomadspec").get(name, "");
}

/** Run a command on the file of the active editor. The program gets its arguments as they are: no shell reads the file's name. */
function inTerminal(command: string, options: string[]): void {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.document.uri.scheme !== "file") {
    void vscode.window.showInformationMessage("Open a jobspec first.");
    return;
  }
  const folder = vscode.workspace.getWorkspaceFolder(editor.document.uri);
  const execution = new vscode.ProcessExecution(program(), [command, ...options, "--", editor.document.uri.fsPath]);
  const task = new vscode.Task({ type: "nomadspec", command }, folder ?? vscode.TaskScope.Workspace, command, "nomadspec", execution);
  void vscode.tasks.executeTask(task);
}
