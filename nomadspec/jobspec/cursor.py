"""What an editor asks: which block of the job is around the cursor?"""

from __future__ import annotations

from nomadspec.hcl.ast import Block
from nomadspec.jobspec.decode_plan import plan_of
from nomadspec.jobspec.path import job_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.hcl import ast


def path_at(block: ast.Block, offset: int) -> str:
    """The innermost block of a jobspec around an offset, as the text of a ModelPath; `block` is the job block."""
    path = job_path(block.labels[0].value if block.labels else "")
    plan = plan_of("Job")
    while True:
        counts: dict[str, int] = {}
        for item in block.body.items:
            if item.__class__ is not Block:
                continue
            word = item.labels[0].value if item.type == "dynamic" and item.labels else item.type
            nest = plan.blocks.get(word)
            index = counts[word] = counts.get(word, -1) + 1
            if nest is None or not item.start <= offset < item.end:
                continue
            if nest.once or item.type == "dynamic":
                path = path / word
            else:
                path = path.item(word, item.labels[0].value if item.labels else index)
            if item.type == "dynamic":
                item = next((inner for inner in item.body.blocks if inner.type == "content"), item)
            block = item
            break
        else:
            return str(path)
        if not nest.type:
            return str(path)
        plan = plan_of(nest.type)
