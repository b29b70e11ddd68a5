// Where `kpol` is, and how it is run.

import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";

const windows = process.platform === "win32";
const names = windows ? ["kpol.exe", "kpol.cmd", "kpol.bat"] : ["kpol"];

/** What a finished run has written; `code` is null where it was ended from outside. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * The program, or undefined where there is none: the setting, the `.venv` or `venv` of a folder, beside the
 * interpreter of the Python extension, the PATH. In a folder that is not trusted only the PATH counts.
 */
export async function find(): Promise<string | undefined> {
  const set = setting("path").trim();
  if (vscode.workspace.isTrusted && set) {
    return expand(set);
  }
  const folders: string[] = [];
  if (vscode.workspace.isTrusted) {
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      for (const environment of [".venv", "venv"]) {
        folders.push(path.join(folder.uri.fsPath, environment, windows ? "Scripts" : "bin"));
      }
    }
    const interpreter = await pythonOfExtension();
    if (interpreter !== undefined) {
      folders.push(path.dirname(interpreter));
    }
  }
  folders.push(...(process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder)));
  for (const folder of folders) {
    for (const name of names) {
      const candidate = path.join(folder, name);
      if (await runnable(candidate)) {
        return candidate;
      }
    }
  }
  return undefined;
}

/** A setting of this extension as a text. */
export function setting(name: string, scope?: vscode.Uri): string {
  return vscode.workspace.getConfiguration("kontaktdsl", scope).get<string>(name) ?? "";
}

/** `--lang` for a document, where the settings name a language. */
export function language(scope?: vscode.Uri): string[] {
  const wanted = setting("language", scope);
  return wanted === "de" || wanted === "en" ? ["--lang", wanted] : [];
}

/** Start the program; its output is UTF-8 on every system. */
export function start(program: string, words: readonly string[], folder?: string): ChildProcess {
  return spawn(program, words, {
    cwd: folder,
    env: { ...process.env, PYTHONUTF8: "1", NO_COLOR: "1" },
    shell: windows && /\.(cmd|bat)$/i.test(program),
    windowsHide: true,
  });
}

/** Run the program to its end with a text as its standard input. Throws where it cannot be started. */
export function run(
  program: string,
  words: readonly string[],
  options: { folder?: string | undefined; input?: string; stop?: AbortSignal } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = start(program, words, options.folder);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on("data", (data: Buffer) => out.push(data));
    child.stderr?.on("data", (data: Buffer) => err.push(data));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, out: Buffer.concat(out).toString("utf8"), err: Buffer.concat(err).toString("utf8") }),
    );
    options.stop?.addEventListener("abort", () => child.kill());
    child.stdin?.on("error", () => undefined); // it ended before it had read everything: its exit code says why
    child.stdin?.end(options.input ?? "");
  });
}

async function runnable(candidate: string): Promise<boolean> {
  try {
    await fs.access(candidate, fs.constants.X_OK);
    return (await fs.stat(candidate)).isFile();
  } catch {
    return false;
  }
}

function expand(written: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const whole = written.replace(/^~(?=$|[\\/])/, os.homedir()).replaceAll("${workspaceFolder}", folder);
  return path.isAbsolute(whole) || !/[\\/]/.test(whole) ? whole : path.join(folder, whole);
}

interface PythonExtension {
  readonly environments?: { getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string } };
}

async function pythonOfExtension(): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtension>("ms-python.python");
  try {
    const api = extension?.isActive ? extension.exports : await extension?.activate();
    const found = api?.environments?.getActiveEnvironmentPath(vscode.workspace.workspaceFolders?.[0]?.uri).path;
    return found !== undefined && path.isAbsolute(found) ? found : undefined;
  } catch {
    return undefined;
  }
}
