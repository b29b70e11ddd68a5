-- Neovim 0.11 and newer attach servers by themselves; for older ones ftplugin/kpol.lua does it.

if vim.lsp.enable and require("kpol").installed() then
  vim.lsp.enable("kpol")
end
