// The policy as a table beside the text, drawn anew whenever it is saved.

import * as path from "node:path";
import * as vscode from "vscode";
import * as executable from "./executable";
import type { Server } from "./server";

/** One table for each policy; `kpol matrix --format html` draws it. */
export class Matrices implements vscode.Disposable {
  private readonly open = new Map<string, Matrix>();
  private readonly listening: vscode.Disposable[];

  constructor(private readonly server: Server) {
    this.listening = [
      vscode.commands.registerCommand("kontaktdsl.matrix", () => this.show()),
      vscode.workspace.onDidSaveTextDocument((saved) => {
        const wanted = vscode.workspace.getConfiguration("kontaktdsl").get<boolean>("matrix.refresh") ?? true;
        if (saved.languageId === "kpol" && wanted) {
          // a policy may use the vocabulary of the file that was saved
          this.open.forEach((matrix) => void matrix.draw());
        }
      }),
    ];
  }

  dispose(): void {
    this.open.forEach((matrix) => matrix.panel.dispose());
    vscode.Disposable.from(...this.listening).dispose();
  }

  private async show(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== "kpol") {
      void vscode.window.showInformationMessage(vscode.l10n.t("Open a policy (.kpol) first."));
      return;
    }
    const key = document.uri.toString();
    let matrix = this.open.get(key);
    if (matrix === undefined) {
      matrix = new Matrix(document, this.server);
      this.open.set(key, matrix);
      matrix.panel.onDidDispose(() => this.open.delete(key));
    } else {
      matrix.panel.reveal(undefined, true);
    }
    await matrix.draw();
  }
}

class Matrix {
  readonly panel: vscode.WebviewPanel;
  private running: AbortController | undefined;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly server: Server,
  ) {
    this.panel = vscode.window.createWebviewPanel(
      "kontaktdsl.matrix",
      vscode.l10n.t("Table of {0}", path.basename(document.uri.path)),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [] },
    );
    this.panel.onDidDispose(() => this.running?.abort());
  }

  async draw(): Promise<void> {
    const program = await this.server.program();
    if (program === undefined) {
      return;
    }
    this.running?.abort();
    const mine = new AbortController();
    this.running = mine;
    const { uri } = this.document;
    const saved = uri.scheme === "file";
    let html: string;
    try {
      const asked = ["matrix", "--format", "html", ...executable.language(uri), saved ? uri.fsPath : "-"];
      const done = await executable.run(program, asked, {
        folder: saved ? path.dirname(uri.fsPath) : undefined,
        input: saved ? "" : this.document.getText(),
        stop: mine.signal,
      });
      html = done.out.includes("<table") ? done.out : page(done.err || done.out);
    } catch (error) {
      html = page(vscode.l10n.t("kpol could not be started: {0}", String(error)));
    }
    if (!mine.signal.aborted) {
      this.panel.webview.html = guarded(html);
    }
  }
}

/** Nothing in the page reaches outside of it. */
function guarded(html: string): string {
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; font-src data:";
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + meta) : meta + html;
}

function page(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<!DOCTYPE html><html><head></head><body><pre style="white-space: pre-wrap">${escaped}</pre></body></html>`;
}
