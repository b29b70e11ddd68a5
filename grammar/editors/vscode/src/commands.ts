// What a person can ask for: check, explain, try a customer, convert.

import * as path from "node:path";
import * as vscode from "vscode";
import * as executable from "./executable";
import type { Server } from "./server";
import words from "./words.json";

const scheme = "kpol-told";

/** Plain texts that kpol has said, shown beside the editor as documents nobody can change. */
class Told implements vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, string>();

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  async show(title: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${title.replaceAll("/", " ")}.txt` });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }
}

export function register(server: Server): vscode.Disposable[] {
  const told = new Told();
  const command = (name: string, does: (...given: unknown[]) => Promise<void>) =>
    vscode.commands.registerCommand(`kontaktdsl.${name}`, does);
  return [
    vscode.workspace.registerTextDocumentContentProvider(scheme, told),
    command("check", () => check(server)),
    command("explain", () => explain(server, told)),
    command("customer", () => customer(server, told)),
    command("convert", () => convert(server)),
    command("restart", () => server.restart()),
    command("output", async () => server.output.show()),
  ];
}

/** Check everything in a terminal, with colours and links. */
async function check(server: Server): Promise<void> {
  const program = await server.program();
  if (program === undefined) {
    return;
  }
  const document = vscode.window.activeTextEditor?.document;
  const folder =
    (document && vscode.workspace.getWorkspaceFolder(document.uri)) ?? vscode.workspace.workspaceFolders?.[0];
  await vscode.workspace.saveAll(false);
  const what = folder === undefined && document?.uri.scheme === "file" ? [document.uri.fsPath] : [];
  const task = new vscode.Task(
    { type: "kpol" },
    folder ?? vscode.TaskScope.Workspace,
    "check",
    "kpol",
    new vscode.ProcessExecution(program, ["check", ...what, ...executable.language(document?.uri)]),
  );
  task.presentationOptions = { clear: true, reveal: vscode.TaskRevealKind.Always, focus: true };
  await vscode.tasks.executeTask(task);
}

/** A finding: what it means. An example: why this is the answer. Everywhere else: what the server knows. */
async function explain(server: Server, told: Told): Promise<void> {
  const editor = kpolEditor();
  if (editor === undefined) {
    return;
  }
  const place = editor.selection.active;
  const finding = vscode.languages
    .getDiagnostics(editor.document.uri)
    .find((one) => one.source === "kpol" && one.range.contains(place));
  const code = typeof finding?.code === "object" ? finding.code.value : finding?.code;
  const facts = factsOfExample(editor.document, place.line);
  if (code !== undefined) {
    const spoken = executable.language(editor.document.uri);
    const asked = ["rule", String(code), ...(spoken.length ? [] : ["--lang", languageOf(editor.document)])];
    await tell(server, told, String(code), asked, editor.document);
  } else if (facts !== undefined) {
    await explainFacts(server, told, facts, editor.document);
  } else {
    await vscode.commands.executeCommand("editor.action.showHover");
  }
}

/** Ask for the facts of one person and explain what holds for them. */
async function customer(server: Server, told: Told): Promise<void> {
  const editor = kpolEditor();
  if (editor === undefined) {
    return;
  }
  const facts = await vscode.window.showInputBox({
    title: vscode.l10n.t("Who is it?"),
    prompt: vscode.l10n.t("The facts as in an example of the policy, with commas between them"),
    value: factsOfExample(editor.document, editor.selection.active.line) ?? "",
    ignoreFocusOut: true,
  });
  if (facts !== undefined && facts.trim() !== "") {
    await explainFacts(server, told, facts, editor.document);
  }
}

async function explainFacts(server: Server, told: Told, facts: string, document: vscode.TextDocument): Promise<void> {
  const file = document.uri.scheme === "file" && !document.isDirty ? document.uri.fsPath : "-";
  await tell(server, told, facts, ["explain", file, facts], document);
}

async function tell(
  server: Server,
  told: Told,
  title: string,
  asked: string[],
  document: vscode.TextDocument,
): Promise<void> {
  const done = await kpol(server, [...asked, ...executable.language(document.uri)], document);
  if (done !== undefined) {
    await told.show(title, done.out.trim() === "" ? done.err : done.out);
  }
}

/** Write the keywords in the other language; one step to undo. */
async function convert(server: Server): Promise<void> {
  const editor = kpolEditor();
  if (editor === undefined) {
    return;
  }
  const document = editor.document;
  const to = await vscode.window.showQuickPick(
    [
      { label: "Deutsch", detail: "Richtlinie, Merkmal, Regeln …", code: "de" },
      { label: "English", detail: "policy, attribute, rules …", code: "en" },
    ],
    { title: vscode.l10n.t("Keywords in which language?") },
  );
  if (to === undefined) {
    return;
  }
  const version = document.version;
  const asked = ["fmt", "--keywords", to.code, "-", ...executable.language(document.uri)];
  const done = await kpol(server, asked, document);
  if (done === undefined) {
    return;
  }
  if (done.code !== 0 || done.out === "") {
    void vscode.window.showErrorMessage(done.err.trim() || vscode.l10n.t("Nothing was changed."));
  } else if (document.version !== version) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("Nothing was changed: the text has become another one meanwhile."),
    );
  } else {
    const edit = new vscode.WorkspaceEdit();
    const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
    edit.replace(document.uri, whole, done.out);
    await vscode.workspace.applyEdit(edit);
  }
}

async function kpol(
  server: Server,
  asked: string[],
  document: vscode.TextDocument,
): Promise<executable.Run | undefined> {
  const program = await server.program();
  if (program === undefined) {
    return undefined;
  }
  try {
    return await executable.run(program, asked, {
      folder: document.uri.scheme === "file" ? path.dirname(document.uri.fsPath) : undefined,
      input: document.getText(),
    });
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t("kpol could not be started: {0}", String(error)));
    return undefined;
  }
}

function kpolEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId === "kpol") {
    return editor;
  }
  void vscode.window.showInformationMessage(vscode.l10n.t("Open a policy (.kpol) first."));
  return undefined;
}

/** The language of the first keyword that begins a line; English where there is none. */
function languageOf(document: vscode.TextDocument): "de" | "en" {
  const [german, english] = [words.de, words.en].map(
    (heads) => new RegExp(`^\\s*(?:${heads.join("|")})(?![\\p{L}\\p{N}_-])`, "iu"),
  );
  for (let line = 0; line < Math.min(document.lineCount, 1000); line++) {
    const { text } = document.lineAt(line);
    if (german?.test(text)) {
      return "de";
    }
    if (english?.test(text)) {
      return "en";
    }
  }
  return "en";
}

/** The facts of the example that stands in this line or goes on in it: what is between `:` and the arrow. */
export function factsOfExample(document: vscode.TextDocument, line: number): string | undefined {
  const begin = new RegExp(`^\\s*(?:${words.example.join("|")})\\b[^:]*`, "iu");
  for (let first = line; first >= Math.max(0, line - 5); first--) {
    if (begin.test(document.lineAt(first).text)) {
      const text = document.getText(new vscode.Range(first, 0, line + 6, 0));
      const title = /^\s*\p{L}+\s*(?:"[^"]*"|„[^“”"]*[“”"])?\s*:([\s\S]*?)(?:[-–—=]+>|[→⇒➔➜])/u.exec(text);
      return title?.[1]?.replace(/#.*$/gm, "").replace(/\s+/g, " ").trim();
    }
    if (first < line && !/(?:[,(]|[-=]>|→)\s*(?:#.*)?$/.test(document.lineAt(first).text)) {
      return undefined;
    }
  }
  return undefined;
}
