// Cuts texts as Visual Studio Code does. Given: {scope, texts}. Written: per text [start, end, scopes] in UTF-16.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
const files = { "source.kpol": "kpol", "markdown.kpol.codeblock": "markdown" };
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (scope) => {
    if (scope === "text.html.markdown") {
      return { scopeName: scope, patterns: [] }; // only what is injected into it matters here
    }
    return JSON.parse(readFileSync(`syntaxes/${files[scope]}.tmLanguage.json`, "utf8"));
  },
  getInjections: (scope) => (scope === "text.html.markdown" ? ["markdown.kpol.codeblock"] : undefined),
});
const { scope, texts } = JSON.parse(readFileSync(0, "utf8"));
const grammar = await registry.loadGrammar(scope);
const found = texts.map((text) => {
  const tokens = [];
  let stack = textmate.INITIAL;
  let at = 0;
  for (const piece of text.split(/(\r\n|\r|\n)/)) {
    if (!/^[\r\n]/.test(piece)) {
      const line = grammar.tokenizeLine(piece, stack);
      stack = line.ruleStack;
      tokens.push(...line.tokens.map((one) => [at + one.startIndex, at + one.endIndex, one.scopes.join(" ")]));
    }
    at += piece.length;
  }
  return tokens;
});
process.stdout.write(JSON.stringify(found));
