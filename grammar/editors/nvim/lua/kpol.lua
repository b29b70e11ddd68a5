-- `kpol lsp` for Neovim 0.7 and newer. `vim.g.kpol_command` says which program, if it is not on the PATH:
--   vim.g.kpol_command = { "/home/me/policies/.venv/bin/kpol", "lsp" }

local M = {}

M.config = {
  name = "kpol",
  filetypes = { "kpol" },
  root_markers = { "kpol.toml", ".git" },
}

function M.command()
  return vim.g.kpol_command or { "kpol", "lsp" }
end

function M.installed()
  return vim.fn.executable(M.command()[1]) == 1
end

--- The folder that holds one of the root markers, or that of the file.
function M.root(buffer)
  local folder = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ":p:h")
  for _, marker in ipairs(M.config.root_markers) do
    local where = vim.fn.escape(folder, " ,;*?[\\") .. ";"
    local found = vim.fn.findfile(marker, where)
    if found == "" then
      found = vim.fn.finddir(marker, where)
    end
    if found ~= "" then
      return vim.fn.fnamemodify(found, ":p:s?/$??:h")
    end
  end
  return folder
end

local clients = {}
local told = false

--- Attach the server to a buffer, one server for each root.
function M.serve(buffer)
  if not M.installed() then
    if not told then
      told = true
      local german = (vim.env.LC_ALL or vim.env.LC_MESSAGES or vim.env.LANG or ""):match("^de")
      vim.notify(
        german and "kpol wurde nicht gefunden: pip install 'kontaktdsl[lsp]', oder vim.g.kpol_command setzen"
          or "kpol was not found: pip install 'kontaktdsl[lsp]', or set vim.g.kpol_command",
        vim.log.levels.WARN
      )
    end
    return
  end
  if vim.lsp.enable then -- 0.11: see plugin/kpol.lua
    return
  end
  local root = M.root(buffer)
  local config = { name = M.config.name, cmd = M.command(), root_dir = root }
  if vim.lsp.start then -- 0.8
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  if not clients[root] or vim.lsp.client_is_stopped(clients[root]) then
    clients[root] = vim.lsp.start_client(config)
  end
  if clients[root] then
    vim.lsp.buf_attach_client(buffer, clients[root])
  end
end

return M
