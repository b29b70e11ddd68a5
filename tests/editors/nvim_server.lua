-- Edits a policy with `kpol lsp` attached by the plugin, and writes what came of it as JSON.

local done = {}

local function soon(what, happened)
  if not vim.wait(30000, happened, 50) then
    error("nothing came of: " .. what)
  end
end

local function messages()
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, { line = one.lnum + 1, code = one.code, message = one.message, severity = one.severity })
  end
  return found
end

local function client()
  local get = vim.lsp.get_clients or vim.lsp.get_active_clients
  for _, one in pairs(get()) do
    if one.name == "kpol" then
      return one
    end
  end
end

local function place(line, column)
  return {
    textDocument = vim.lsp.util.make_text_document_params(0),
    position = { line = line - 1, character = column },
  }
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000)
  for _, answer in pairs(answers or {}) do
    assert(not answer.err, vim.inspect(answer.err))
    return answer.result
  end
  error("no answer to " .. method)
end

local function drive()
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.KPOL_FILE))
  soon("attaching", function()
    return client() ~= nil and client().initialized ~= false
  end)
  done.root = client().config.root_dir

  soon("findings", function()
    return #vim.diagnostic.get(0) > 0
  end)
  done.before = messages()

  local line = vim.fn.search(vim.env.KPOL_HOVER, "w")
  local hover = ask("textDocument/hover", place(line, vim.fn.match(vim.fn.getline(line), vim.env.KPOL_HOVER)))
  done.hover = hover.contents.value or hover.contents

  -- typing the line that was forgotten makes its finding go away
  line = vim.fn.search(vim.env.KPOL_AFTER, "w")
  vim.fn.append(line, vim.env.KPOL_LINE)
  soon("fewer findings", function()
    return #vim.diagnostic.get(0) < #done.before
  end)
  done.after = messages()

  if vim.lsp.buf.format then
    vim.lsp.buf.format({ timeout_ms = 20000 })
  else
    vim.lsp.buf.formatting_sync(nil, 20000)
  end
  done.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n") .. "\n"

  vim.lsp.stop_client(client().id)
  soon("stopping", function()
    return client() == nil
  end)
end

local fine, problem = pcall(drive)
done.problem = not fine and tostring(problem) or nil
local out = io.open(vim.env.KPOL_OUT, "w")
out:write(vim.json.encode(done))
out:close()
vim.cmd("qall!")
