-- Neovim 0.11 and newer: `vim.lsp.enable("kpol")` reads this file.

local kpol = require("kpol")

return {
  cmd = kpol.command(),
  filetypes = kpol.config.filetypes,
  root_markers = kpol.config.root_markers,
}
