-- Writes the syntax group of every character of the files that are named in the environment, as JSON lines.
local out = io.open(vim.env.KPOL_OUT, "w")
for path in vim.env.KPOL_FILES:gmatch("[^\n]+") do
  vim.cmd("edit " .. vim.fn.fnameescape(path))
  local found = {}
  for number = 1, vim.fn.line("$") do
    local line = vim.fn.getline(number)
    local groups = {}
    local byte = 1
    while byte <= #line do
      table.insert(groups, vim.fn.synIDattr(vim.fn.synID(number, byte, 1), "name"))
      byte = byte + #vim.fn.matchstr(line:sub(byte), ".")
    end
    table.insert(found, groups)
  end
  out:write(vim.json.encode({ groups = found, filetype = vim.bo.filetype, error = vim.v.errmsg }), "\n")
  vim.cmd("bwipeout!")
end
out:close()
vim.cmd("qall!")
