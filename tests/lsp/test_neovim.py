"""Neovim, without a screen, is driven through a session: open, findings, completion, rename, fix."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEOVIM = shutil.which("nvim")

JOB = """job "web" {
  # nomadspec: ignore[REF004] no longer true
  group "web" {
    network {
      port "http" {
        to = 80
      }
    }
    service {
      provider = "nomad"
      port     = "http"
    }
    task "server" {
      driver = "docker"
      config {
        image = "redis:7"
        ports = ["http"]
      }
    }
  }
}
"""

SCRIPT = """
local out = {}
local function note(name, value) out[name] = value end
local function attach(client)
  vim.lsp.buf_attach_client(0, client)
  vim.wait(30000, function() return vim.lsp.buf_get_clients(0)[client] ~= nil end, 20)
end
local client = vim.lsp.start_client({ name = "nomadspec", cmd = { PYTHON, "-m", "nomadspec", "lsp" }, root_dir = FOLDER })
vim.cmd("edit " .. FOLDER .. "/web.nomad.hcl")
attach(client)
vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end, 20)
local codes = {}
for _, d in ipairs(vim.diagnostic.get(0)) do table.insert(codes, d.code or (d.user_data and d.user_data.lsp and d.user_data.lsp.code) or "") end
note("codes", codes)

local function ask(method, params)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 30000) or {}) do return answer.result end
end
local document = { uri = vim.uri_from_bufnr(0) }
local labels = {}
for _, item in ipairs(ask("textDocument/completion", { textDocument = document, position = { line = 9, character = 18 } }).items) do
  table.insert(labels, item.label)
end
note("labels", labels)
vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", { textDocument = document, position = { line = 4, character = 13 }, newName = "web" }), "utf-16")
note("renamed", vim.api.nvim_buf_get_lines(0, 0, -1, true))
local range = { start = { line = 1, character = 0 }, ["end"] = { line = 1, character = 1 } }
for _, action in ipairs(ask("textDocument/codeAction", { textDocument = document, range = range, context = { diagnostics = {}, only = { "source.fixAll" } } })) do
  vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
end
note("fixed", vim.api.nvim_buf_get_lines(0, 0, -1, true))
local file = io.open(FOLDER .. "/out.json", "w")
file:write(vim.fn.json_encode(out))
file:close()
vim.cmd("qall!")
"""


@pytest.mark.skipif(NEOVIM is None, reason="Neovim is not installed")
def test_a_session(tmp_path: Path) -> None:
    assert NEOVIM is not None
    (tmp_path / "web.nomad.hcl").write_text(JOB)
    script = tmp_path / "session.lua"
    script.write_text(f"PYTHON, FOLDER = {json.dumps(sys.executable)}, {json.dumps(str(tmp_path))}\n{SCRIPT}")
    done = subprocess.run(
        [NEOVIM, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {script}"], capture_output=True, text=True, timeout=150, cwd=tmp_path
    )
    assert (tmp_path / "out.json").exists(), done.stdout + done.stderr
    out = json.loads((tmp_path / "out.json").read_text())
    assert "LNT002" in out["codes"]
    assert {"consul", "nomad"} <= set(out["labels"])
    assert [line.strip() for line in out["renamed"] if '"web"' in line] == [
        'job "web" {',
        'group "web" {',
        'port "web" {',
        'port     = "web"',
        'ports = ["web"]',
    ]
    assert not any("nomadspec: ignore" in line for line in out["fixed"])


#: What is run once the settings of the documentation are loaded.
LOADED = """
vim.api.nvim_create_autocmd("VimEnter", { nested = true, callback = function()
  vim.cmd("edit " .. FOLDER .. "/web.nomad.hcl")
  vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 20)
  local codes = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do table.insert(codes, d.code) end
  local out = { filetype = vim.bo.filetype, clients = #vim.lsp.get_clients({ bufnr = 0 }), codes = codes }
  local file = io.open(FOLDER .. "/out.json", "w")
  file:write(vim.fn.json_encode(out))
  file:close()
  vim.cmd("qall!")
end })
"""


def has_configurations() -> bool:
    """Whether it is 0.11 or later, which has `vim.lsp.config`."""
    if NEOVIM is None:
        return False
    said = subprocess.run(
        [NEOVIM, "--headless", "-u", "NONE", "-c", "lua print(vim.lsp.config ~= nil)", "-c", "qall!"], capture_output=True, text=True, timeout=60
    )
    return "true" in said.stdout + said.stderr


@pytest.mark.skipif(not has_configurations(), reason="Neovim 0.11 or later is not installed")
def test_the_settings_of_the_documentation(tmp_path: Path) -> None:
    """docs/editors.md, as it is: each finding is shown once."""
    assert NEOVIM is not None
    page = (Path(__file__).parents[2] / "docs" / "editors.md").read_text()
    settings = next(block for block in re.findall(r"```lua\n(.*?)```", page, re.S) if "vim.lsp.config" in block)
    (tmp_path / "web.nomad.hcl").write_text(JOB)
    (tmp_path / "nomadspec.toml").write_text("")
    (tmp_path / "snapshot.json").write_text('{"format": "nomadspec-state/1"}')
    init = tmp_path / "init.lua"
    init.write_text(f"FOLDER = {json.dumps(str(tmp_path))}\n{settings}\n{LOADED}")
    around = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]), "XDG_STATE_HOME": str(tmp_path)}
    done = subprocess.run([NEOVIM, "--headless", "-u", str(init), "-i", "NONE", "-n"], capture_output=True, text=True, timeout=150, cwd=tmp_path, env=around)
    assert (tmp_path / "out.json").exists(), done.stdout + done.stderr
    out = json.loads((tmp_path / "out.json").read_text())
    assert (out["filetype"], out["clients"]) == ("nomad", 1)
    assert out["codes"].count("LNT002") == 1
