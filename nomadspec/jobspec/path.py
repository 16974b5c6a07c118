"""ModelPath: the name of a place in a job, independent of how the job was written.

    job["web"].group["api"].task["server"].config.image        labelled blocks by label
    job["web"].group["api"].service[0].check[1].interval       unlabelled repeats by index

Checks, rules, diff and plan speak in paths; the origins recorded by decoding turn one into a place in the source.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final


#: Characters of a label in the text of a path: there is one for each of thousands of problems.
LONGEST_LABEL: Final = 300


class ModelPath:
    """A path to a block or field of a job. Immutable; `path / "name"` and `path.item("task", "web")` extend it."""

    __slots__ = ("key", "name", "parent")

    def __init__(self, parent: ModelPath | None, name: str, key: str | int | None = None) -> None:
        self.parent: Final = parent
        self.name: Final = name
        self.key: Final = key

    def __truediv__(self, name: str) -> ModelPath:
        """The field or once-only block `name` below this path."""
        return ModelPath(self, name)

    def item(self, name: str, key: str | int) -> ModelPath:
        """The block `name` with this label, or the one at this index, below this path."""
        return ModelPath(self, name, key)

    def steps(self) -> Iterator[ModelPath]:
        """From the root to this step."""
        found: list[ModelPath] = []
        step: ModelPath | None = self
        while step is not None:
            found.append(step)
            step = step.parent
        return reversed(found)

    def __str__(self) -> str:
        texts: list[str] = []
        step: ModelPath | None = self
        while step is not None:
            key = step.key
            if key is None:
                texts.append(step.name)
            elif isinstance(key, int):
                texts.append(f"{step.name}[{key}]")
            else:
                label = key if len(key) <= LONGEST_LABEL else f"{key[:LONGEST_LABEL]}…"
                escaped = label.replace("\\", "\\\\").replace('"', '\\"')
                texts.append(f'{step.name}["{escaped}"]')
            step = step.parent
        texts.reverse()
        return ".".join(texts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ModelPath) and (self.name, self.key, self.parent) == (other.name, other.key, other.parent)

    def __hash__(self) -> int:
        return hash((self.name, self.key, self.parent))

    def __repr__(self) -> str:
        return f"<ModelPath {self}>"


def job_path(job_id: str | None) -> ModelPath:
    """The root of every path into a job."""
    return ModelPath(None, "job", job_id or "")
