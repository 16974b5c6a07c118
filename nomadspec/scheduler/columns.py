"""Columns: the scan of a large ring as arrays.

What a selection needs of a node changes only when the plan changes on that node: whether it passes, how full it would be, how many allocations of
the group it has. So each is worked out once per node, by the same code as in a small cluster, and kept in a column by position in the ring; a
change of the plan marks its node for another look. A selection is then arithmetic on a window of the columns: terms are added in Nomad's order,
so that every score is the same number to the last bit.

Spreads are columns of value indexes: the boost is worked out per value and looked up per node.
"""

from __future__ import annotations

from nomadspec.scheduler.feasibility import CLASS_INELIGIBLE
from nomadspec.scheduler.fitting import fit
from nomadspec.scheduler.metric import term_names
from nomadspec.scheduler.properties import POOLED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    from nomadspec.cluster.objects import Node, SchedulerConfig
    from nomadspec.scheduler.feasibility import Feasibility
    from nomadspec.scheduler.group_request import GroupRequest
    from nomadspec.scheduler.metric import AllocMetric
    from nomadspec.scheduler.properties import PropertySet
    from nomadspec.scheduler.spreading import GroupSpread, Spreading
    from nomadspec.scheduler.views import NodeView

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

#: Rings shorter than this are scanned node by node.
LEAST_RING = 256
#: So are selections that are expected to look at fewer nodes than this.
LEAST_WINDOW = 48
#: What a node's row says.
UNKNOWN, FITS, FILTERED, EXHAUSTED = -1, 0, 1, 2
#: On which level a filter failed: what is remembered per computed class (job, group), and what is not.
JOB, GROUP, PASSING = 1, 2, 3


def supported(ask: GroupRequest, spread: GroupSpread | None) -> bool:
    """Whether each node's answer depends on the plan on that node alone (spreads aside), and there are columns at all: a browser has no numpy."""
    from importlib.util import find_spec

    if find_spec("numpy") is None:
        return False
    volumes = (*ask.host_volumes, *ask.csi_volumes)
    if ask.distinct_properties or any(v.per_alloc or v.sticky for v in volumes):
        return False
    return spread is None or not any(desired == 0 for info in spread.infos.values() for desired in info.desired.values())


class Window:
    """The outcome of a scan: the best option's position (or None), its score, how many nodes were looked at."""

    __slots__ = ("looked", "position", "score", "terms")

    def __init__(self) -> None:
        self.position: int | None = None
        self.score = 0.0
        self.terms = 0
        self.looked = 0


class Columns:
    """The columns of one group over one ring."""

    __slots__ = (
        "_affinity",
        "_ask",
        "_bad",
        "_bad_count",
        "_base",
        "_base_count",
        "_class",
        "_class_names",
        "_collisions",
        "_config",
        "_crowding",
        "_dimension",
        "_dimensions",
        "_feasibility",
        "_level",
        "_node_class",
        "_node_classes",
        "_np",
        "_positions",
        "_reason",
        "_reasons",
        "_ring",
        "_seen",
        "_spreads",
        "_state",
        "_unseen",
        "_view",
    )  # fmt: skip

    def __init__(self, ring: list[Node], ask: GroupRequest, config: SchedulerConfig, feasibility: Feasibility, spreading: Spreading, view: Any) -> None:
        """`view(node)` gives the NodeView of a node."""
        import numpy as np

        self._np = np
        self._ring = ring
        self._ask = ask
        self._config = config
        self._feasibility = feasibility
        self._view = view
        n = len(ring)
        self._positions = {node.id: i for i, node in enumerate(ring)}
        self._state = np.full(n, UNKNOWN, dtype=np.int8)
        self._level = np.zeros(n, dtype=np.int8)
        self._base = np.zeros(n)
        self._base_count = np.ones(n)
        self._collisions = np.zeros(n)
        self._crowding = np.zeros(n)
        self._reason = np.zeros(n, dtype=np.intp)
        self._dimension = np.zeros(n, dtype=np.intp)
        self._reasons: dict[str, int] = {}
        self._dimensions: dict[str, int] = {}
        self._class, self._class_names = _codes(np, [node.computed_class for node in ring])
        self._node_class, self._node_classes = _codes(np, [node.node_class for node in ring])
        self._affinity: Floats | None = np.array([ask.affinity_score(node) for node in ring]) if ask.affinities else None
        self._spreads = [SpreadColumn(np, ring, counts, spreading.of(ask), spreading) for counts in spreading.of(ask).sets] if ask.spreads else []
        self._seen = np.zeros(len(self._class_names), dtype=bool)
        """Classes of which a node was visited."""
        self._unseen = len(self._class_names)
        self._bad = np.zeros(len(self._class_names), dtype=bool)
        """Classes that are known to be ineligible."""

    def change(self, node_id: str) -> None:
        """The plan changed on this node."""
        position = self._positions.get(node_id)
        if position is not None:
            self._state[position] = UNKNOWN

    # --- rows ---

    def _work_out(self, position: int) -> None:
        view: NodeView = self._view(self._ring[position])
        ask = self._ask
        level, reason = self._feasibility.fault(view, ask)
        if reason is not None:
            self._state[position], self._level[position] = FILTERED, level
            self._reason[position] = self._reasons.setdefault(reason, len(self._reasons))
            return
        found = fit(view, ask, self._config)
        if found.dimension:
            self._state[position] = EXHAUSTED
            self._dimension[position] = self._dimensions.setdefault(found.dimension, len(self._dimensions))
            return
        self._state[position] = FITS
        matched, weights = found.device_weights
        self._base[position] = found.binpack + matched / weights if weights else found.binpack
        self._base_count[position] = 2.0 if weights else 1.0
        self._collisions[position] = found.collisions
        self._crowding[position] = -float(found.collisions + 1) / float(ask.count or 1) if found.collisions else 0.0

    # --- the scan ---

    def scan(self, offset: int, limit: int, most_aside: int, threshold: float, penalty: Collection[str], metric: AllocMetric) -> Window:
        """Looks at nodes from `offset` on until `limit` options are found; fills in the metric."""
        np, n = self._np, len(self._ring)
        boosts = [spread.prepare() for spread in self._spreads]
        penalized = np.array(sorted(self._positions[node] for node in penalty if node in self._positions), dtype=np.intp) if penalty else None
        out = Window()
        aside_positions: list[tuple[float, int, int]] = []
        yielded = 0
        size = max(2 * limit, LEAST_RING)
        while out.looked < n and yielded < limit:
            size = min(size, n - out.looked)
            begin = (offset + out.looked) % n
            window = np.arange(begin, begin + size)
            if begin + size > n:
                window[n - begin :] -= n
            state = self._state[window]
            for unknown in window[state == UNKNOWN].tolist():
                self._work_out(unknown)
            state = self._state[window]
            options = window[state == FITS]
            total, count, spread = self._scores(options, penalized, boosts)
            scores = total / count
            # Which options are set aside, and where the limit is reached.
            low = scores <= threshold
            aside = low & (np.cumsum(low) <= most_aside - len(aside_positions)) if low.any() else low
            passed = np.cumsum(~aside)
            last = len(options)
            if len(passed) and yielded + int(passed[-1]) >= limit:
                last = int(np.searchsorted(passed, limit - yielded)) + 1
                looked = int(np.flatnonzero(state == FITS)[last - 1]) + 1
            else:
                looked = size
            self._count(window[:looked], state[:looked], metric)
            self._keep_best(options[:last], scores[:last], spread, penalized, metric)
            mine = np.flatnonzero(~aside[:last])
            if len(mine):
                best = int(mine[np.argmax(scores[mine])])
                if out.position is None or scores[best] > out.score:
                    out.position, out.score, out.terms = int(options[best]), float(scores[best]), int(count[best])
            for i in np.flatnonzero(aside[:last]).tolist():
                aside_positions.append((float(scores[i]), int(options[i]), int(count[i])))
            yielded += len(mine)
            out.looked += looked
            size = min(2 * size, n)
            for column, boost in zip(self._spreads, boosts, strict=True):
                column.remember(boost, options[:last])
        if out.looked == n:
            for score, position, terms in aside_positions[: max(0, limit - yielded)]:
                if out.position is None or score > out.score:
                    out.position, out.score, out.terms = position, score, terms
        metric.nodes_evaluated += out.looked
        return out

    def _scores(self, options: Ints, penalized: Ints | None, boosts: list[Floats]) -> tuple[Floats, Floats, Floats | None]:
        """(sums of the terms, how many there are, the spread's part)."""
        np = self._np
        total, count = self._base[options] + self._crowding[options], self._base_count[options] + (self._collisions[options] > 0)
        if penalized is not None:
            hit = np.isin(options, penalized)
            total, count = total - hit, count + hit
        if self._affinity is not None:
            total, count = total + self._affinity[options], count + 1.0
        if not self._spreads:
            return total, count, None
        spread = np.zeros(len(options))
        for column, boost in zip(self._spreads, boosts, strict=True):
            spread = spread + boost[column.codes[options]]
        return total + spread, count + (spread != 0.0), spread

    def _count(self, window: Ints, state: NDArray[Any], metric: AllocMetric) -> None:
        """The metric's counters for the nodes looked at."""
        np = self._np
        if self._unseen:
            classes = self._class[window]
            if not self._seen[classes].all():
                self._visit_classes(window, metric)
                return
        filtered = window[state == FILTERED]
        if len(filtered):
            self._count_filtered(filtered, metric)
        exhausted = window[state == EXHAUSTED]
        if len(exhausted):
            metric.nodes_exhausted += len(exhausted)
            metric.dimension_exhausted = _tally(np, metric.dimension_exhausted, self._dimension[exhausted], list(self._dimensions))
            metric.class_exhausted = _tally(np, metric.class_exhausted, self._node_class[exhausted], self._node_classes)

    def _visit_classes(self, window: Ints, metric: AllocMetric) -> None:
        """As `_count`, for a window with a class of which no node was visited before: node by node."""
        for position in window.tolist():
            node, state = self._ring[position], self._state[position]
            code = self._class[position]
            if not self._seen[code]:
                self._seen[code] = True
                self._unseen -= 1
                self._bad[code] = self._feasibility.ineligible(self._ask, node.computed_class)
            if state == FILTERED:
                remembered = self._feasibility.remembers(self._ask, int(self._level[position])) and node.computed_class != ""
                metric.filter(node, CLASS_INELIGIBLE if remembered and self._bad[code] else list(self._reasons)[self._reason[position]])
                if remembered:
                    self._bad[code] = True
            elif state == EXHAUSTED:
                metric.exhaust(node, list(self._dimensions)[self._dimension[position]])
            self._feasibility.remember(self._ask, node.computed_class, int(self._level[position]) if state == FILTERED else 0)

    def _count_filtered(self, filtered: Ints, metric: AllocMetric) -> None:
        np = self._np
        metric.nodes_filtered += len(filtered)
        metric.class_filtered = _tally(np, metric.class_filtered, self._node_class[filtered], self._node_classes)
        known = self._bad[self._class[filtered]]
        bad = int(known.sum())
        if bad:
            metric.constraint_filtered = metric.constraint_filtered or {}
            metric.constraint_filtered[CLASS_INELIGIBLE] = metric.constraint_filtered.get(CLASS_INELIGIBLE, 0) + bad
        if bad < len(filtered):
            metric.constraint_filtered = _tally(np, metric.constraint_filtered, self._reason[filtered[~known]], list(self._reasons))

    def _keep_best(self, options: Ints, scores: Floats, spread: Floats | None, penalized: Ints | None, metric: AllocMetric) -> None:
        """Hands the metric those options that it would keep, in order."""
        least = metric.least
        for i, score in enumerate(scores.tolist()):
            if score > least:
                position = int(options[i])
                penalty = -1.0 if penalized is not None and position in penalized else 0.0
                names, terms = self._terms(position, penalty, 0.0 if spread is None else float(spread[i]))
                metric.score(self._ring[position].id, names, terms, score)
                least = metric.least

    def _terms(self, position: int, penalty: float, spread: float) -> tuple[tuple[str, ...], tuple[float, ...]]:
        found = fit(self._view(self._ring[position]), self._ask, self._config)
        matched, weights = found.device_weights
        affinity = 0.0 if self._affinity is None else float(self._affinity[position])
        values = [found.binpack, *([matched / weights] if weights else []), float(self._crowding[position]), penalty, affinity]
        return term_names(devices=bool(weights), spread=bool(spread)), (*values, spread) if spread else tuple(values)


class SpreadColumn:
    """One spread block: each node's value as a code; the boost of each value is worked out anew for each selection."""

    __slots__ = ("_boost", "_counts", "_desired", "_index", "_np", "_owner", "_spread", "_used", "_values", "_version", "codes")

    def __init__(self, np: Any, ring: list[Node], counts: PropertySet, spread: GroupSpread, owner: Spreading) -> None:
        self._np = np
        self._counts = counts
        self._spread = spread
        self._owner = owner
        names = [counts.value_of(node) for node in ring]
        self._values: list[str] = sorted({name for name in names if name is not None})
        self._index = {value: i for i, value in enumerate(self._values)}
        # A node without the attribute has the last code; its boost is -1.
        self.codes = np.array([len(self._values) if name is None else self._index[name] for name in names], dtype=np.intp)
        desired = spread.infos[counts.attribute].desired
        self._desired = np.array([desired.get(value, desired.get(POOLED, 0.0)) for value in self._values]) if desired else None
        self._used = np.zeros(len(self._values))
        self._version = -1
        self._boost: Floats = np.full(len(self._values) + 1, -1.0)

    def prepare(self) -> Floats:
        """The boost of each value under the plan so far."""
        counts = self._counts
        if self._version == counts.version and self._desired is None:
            return self._boost
        for value in self._values if self._version < 0 else counts.drain():
            if value in self._index:
                self._used[self._index[value]] = counts.used(value)
        counts.drain()
        self._version = counts.version
        boost = self._np.full(len(self._values) + 1, -1.0)
        boost[:-1] = self._even() if self._desired is None else self._towards_targets()
        self._boost = boost
        return self._boost

    def _even(self) -> Floats:
        np, used = self._np, self._used
        if not self._counts.in_use():
            return np.zeros(len(used))  # type: ignore[no-any-return]
        least, most = map(float, self._counts.extremes())
        at_least = -1.0 if least == most else 1.0 if least == 0 else (most - least) / least
        below = (least - used) / least if least else np.full(len(used), -1.0)
        return np.where(used == least, at_least, below)  # type: ignore[no-any-return]

    def _towards_targets(self) -> Floats:
        np, desired = self._np, self._desired
        assert desired is not None
        weight = float(self._spread.infos[self._counts.attribute].weight) / float(self._owner.total_weight)
        wanted = desired > 0
        safe = np.where(wanted, desired, 1.0)
        return np.where(wanted, ((safe - (self._used + 1.0)) / safe) * weight, -1.0)  # type: ignore[no-any-return]

    def remember(self, boost: Floats, options: Ints) -> None:
        """The lowest boost that was looked at counts for spreads of other groups."""
        if self._desired is not None and len(options):
            codes = self.codes[options]
            looked = codes[codes < len(self._values)]
            looked = looked[self._desired[looked] > 0]
            if len(looked):
                self._owner.lowest = min(self._owner.lowest, float(boost[looked].min()))


def _codes(np: Any, names: list[str]) -> tuple[Any, list[str]]:
    """Each name as an index into the list of distinct names."""
    index: dict[str, int] = {}
    codes = np.array([index.setdefault(name, len(index)) for name in names], dtype=np.intp)
    return codes, list(index)


def _tally(np: Any, counts: dict[str, int] | None, codes: Any, names: list[str]) -> dict[str, int] | None:
    """`counts` with one more for each code; nameless ones are left out."""
    for code, number in enumerate(np.bincount(codes, minlength=len(names)).tolist()):
        if number and names[code]:
            if counts is None:
                counts = {}
            counts[names[code]] = counts.get(names[code], 0) + number
    return counts
