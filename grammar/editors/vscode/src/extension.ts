// kpol in Visual Studio Code: the language server, the commands, the table.

import * as vscode from "vscode";
import * as commands from "./commands";
import { Matrices } from "./matrix";
import { Server } from "./server";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const mine = new Server();
  server = mine;
  context.subscriptions.push(
    ...commands.register(mine),
    new Matrices(mine),
    vscode.workspace.onDidGrantWorkspaceTrust(() => mine.restart()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("kontaktdsl.path") || change.affectsConfiguration("kontaktdsl.language")) {
        void mine.restart();
      }
    }),
  );
  await mine.restart();
}

export async function deactivate(): Promise<void> {
  await server?.dispose();
  server = undefined;
}
