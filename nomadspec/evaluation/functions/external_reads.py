"""What calls learned from outside of the jobspec, so that it can be asked again.

A function that looks at files or at the working folder leaves an `ExternalRead` in its context: the call, and a digest of what came back. The value of
everything else follows from the texts, or from chance (`uuidv4`, `bcrypt`), where one draw is as good as another. Whoever keeps a result for later keeps
the answers beside it, and the result holds for as long as the same calls give the same answers (`validity.py`): contents are compared, not
times, and what a call may read is decided anew.
"""

from __future__ import annotations

from nomadspec.evaluation.functions.signature import Failed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nomadspec.evaluation.functions.calling import FunctionContext
    from nomadspec.evaluation.values import Value


def recording(name: str, body: Callable[..., Value]) -> Callable[..., Value]:
    """The body of the function `name`, leaving its answer in the context, a refusal included."""

    def asked(context: FunctionContext, *arguments: str) -> Value:
        before = len(context.files)
        try:
            value = body(context, *arguments)
        except Failed as failure:
            context.reads.append((name, arguments, digest(failure)))
            raise
        context.reads.append((name, arguments, digest(value, [file.path for file in context.files[before:] if file.beside])))
        return value

    return asked


def digest(outcome: Value | Failed, beside: Sequence[str] = ()) -> str:
    """What tells one outcome of a call from another; `beside`: the files beside the jobspec that it came from."""
    from hashlib import blake2b

    said = f"failed {outcome.message} {outcome.help or ''}" if isinstance(outcome, Failed) else f"gave {outcome!r} {'beside' if beside else ''}"
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
