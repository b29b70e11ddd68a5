-- A buffer with a policy: comments, and the language server.

if vim.b.did_ftplugin then
  return
end
vim.b.did_ftplugin = true

vim.bo.commentstring = "# %s"
vim.bo.comments = "b:#"
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.iskeyword = "@,48-57,_,192-255,-"

require("kpol").serve(vim.api.nvim_get_current_buf())
