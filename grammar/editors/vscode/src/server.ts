// The language server: started, watched, and started again after a crash.

import type { ChildProcess } from "node:child_process";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  State,
} from "vscode-languageclient/node";
import * as executable from "./executable";

const restarts = { most: 4, within: 3 * 60 * 1000 };

/** Writes what goes wrong into the output; what a person has to know, `Server` says in their language. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export class Server implements vscode.Disposable {
  readonly output = vscode.window.createOutputChannel("kpol", { log: true });
  private readonly status = vscode.languages.createLanguageStatusItem("kontaktdsl", { language: "kpol" });
  private client: LanguageClient | undefined;
  private crashes: number[] = [];
  private refusal = "";
  private ended: Promise<void> = Promise.resolve();
  private givenUp = false;
  private queue: Promise<void> = Promise.resolve();

  constructor() {
    this.status.name = "kpol";
    this.say("", vscode.LanguageStatusSeverity.Information);
  }

  /** Start, or stop and start again; one after the other. */
  restart(): Promise<void> {
    this.queue = this.queue.then(async () => {
      await this.stop();
      await this.begin();
    });
    return this.queue;
  }

  async dispose(): Promise<void> {
    await this.queue;
    await this.stop();
    this.status.dispose();
    this.output.dispose();
  }

  /** The program, or undefined after saying what to do about it. */
  async program(): Promise<string | undefined> {
    const found = await executable.find();
    if (found === undefined) {
      void this.missing();
    }
    return found;
  }

  private async begin(): Promise<void> {
    this.crashes = [];
    this.refusal = "";
    this.givenUp = false;
    const program = await executable.find();
    if (program === undefined) {
      this.say(vscode.l10n.t("kpol was not found"), vscode.LanguageStatusSeverity.Error);
      void this.missing();
      return;
    }
    this.output.info(`${program} lsp`);
    const client = new QuietClient("kontaktdsl", "kpol", () => this.spawn(program), this.options());
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) {
        const about = client.initializeResult?.serverInfo;
        this.say(`kpol ${about?.version ?? ""}`.trim(), vscode.LanguageStatusSeverity.Information, program);
      }
    });
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.output.error(String(error));
      await this.afterEnd();
      if (client.state === State.Stopped || client.state === State.StartFailed) {
        void this.stopped();
      }
    }
  }

  private async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch {
      // it had not come up, or is gone already
    }
  }

  private async spawn(program: string): Promise<ChildProcess> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const child = executable.start(program, ["lsp"], folder?.scheme === "file" ? folder.fsPath : undefined);
    let last = "";
    child.stderr?.on("data", (data: Buffer) => {
      last = (last + data.toString("utf8")).slice(-2000);
    });
    this.ended = new Promise((resolve) => {
      child.on("close", (code) => {
        if (code === 2) {
          this.refusal = last.trim(); // kpol could not run at all, and says why
        }
        resolve();
      });
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    return child;
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: [
        { language: "kpol", scheme: "file" },
        { language: "kpol", scheme: "untitled" },
      ],
      diagnosticCollectionName: "kpol",
      outputChannel: this.output,
      initializationOptions: { language: executable.setting("language") },
      synchronize: {
        fileEvents: ["**/*.kpol", "**/kpol.toml"].map((glob) => vscode.workspace.createFileSystemWatcher(glob)),
      },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: async () => {
          await this.afterEnd();
          const now = Date.now();
          this.crashes = [...this.crashes.filter((at) => now - at < restarts.within), now];
          if (this.refusal === "" && this.crashes.length <= restarts.most) {
            this.output.warn(vscode.l10n.t("The language server ended unexpectedly and is started again."));
            return { action: CloseAction.Restart, handled: true };
          }
          void this.stopped();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    };
  }

  /** When the program has ended and its last words are known; it may only have closed its output. */
  private async afterEnd(): Promise<void> {
    await Promise.race([this.ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
  }

  private say(text: string, severity: vscode.LanguageStatusSeverity, detail?: string): void {
    this.status.text = text || "kpol";
    this.status.severity = severity;
    this.status.detail = detail ?? "";
    this.status.command = { command: "kontaktdsl.restart", title: vscode.l10n.t("Restart") };
  }

  private async stopped(): Promise<void> {
    if (this.givenUp) {
      return;
    }
    this.givenUp = true;
    this.say(vscode.l10n.t("The language server does not run"), vscode.LanguageStatusSeverity.Error);
    const restart = vscode.l10n.t("Restart");
    const output = vscode.l10n.t("Show output");
    const reason = this.refusal.split("\n")[0]?.replace(/^kpol: /, "");
    const text = reason
      ? vscode.l10n.t("kpol cannot serve the editor: {0}", reason)
      : vscode.l10n.t("The language server of kpol does not run any more. Colours and snippets go on working.");
    const chosen = await vscode.window.showErrorMessage(text, restart, output);
    if (chosen === restart) {
      await this.restart();
    } else if (chosen === output) {
      this.output.show();
    }
  }

  private async missing(): Promise<void> {
    const settings = vscode.l10n.t("Open settings");
    const again = vscode.l10n.t("Try again");
    const text = vscode.workspace.isTrusted
      ? vscode.l10n.t(
          "The program kpol was not found. Install the Python package kontaktdsl with its extra “lsp” into the folder's .venv, or enter where kpol is in the settings.",
        )
      : vscode.l10n.t(
          "The program kpol was not found on the PATH. Elsewhere it is only looked for in a folder that you trust.",
        );
    const chosen = await vscode.window.showErrorMessage(text, settings, again);
    if (chosen === settings) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "kontaktdsl.path");
    } else if (chosen === again) {
      await this.restart();
    }
  }
}
