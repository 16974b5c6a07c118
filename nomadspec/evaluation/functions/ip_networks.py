"""Functions on IP networks, with the oddities of Nomad's: arithmetic is done on bare numbers, so an IPv4 network written as IPv6
(`::ffff:10.0.0.0/104`) and negative numbers give surprising addresses, which are given here too."""

from __future__ import annotations

import ipaddress

from nomadspec.evaluation.functions.signature import Failed, Function, whole
from nomadspec.evaluation.types import STRING
from nomadspec.evaluation.values import ListValue
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.evaluation.functions.calling import FunctionContext
    from nomadspec.evaluation.values import Value

_MAPPED = 0xFFFF << 32


class _Network(Record):
    """`address`: the first address as a number, of `bits` bits; `prefix`: how many of them are the network's."""

    address: int
    bits: int
    prefix: int

    def __str__(self) -> str:
        if not 0 <= self.prefix <= self.bits:
            return "<nil>"
        prefix = max(self.prefix - 96, 0) if self.bits == 128 and _is_mapped(self.address) else self.prefix
        return f"{_text(self.address, self.bits)}/{prefix}"


def _is_mapped(address: int) -> bool:
    return address & ~0xFFFFFFFF == _MAPPED


def _text(address: int, bits: int) -> str:
    if bits == 32 or _is_mapped(address):
        return str(ipaddress.IPv4Address(address & 0xFFFFFFFF))
    return str(ipaddress.IPv6Address(address))


def _parse(text: str, argument: int | None = None) -> _Network:
    address_text, slash, prefix_text = text.partition("/")
    try:
        if not slash or "%" in address_text or not prefix_text.isascii() or not prefix_text.isdigit() or len(prefix_text) > 7:
            raise ValueError
        address = ipaddress.ip_address(address_text)
    except ValueError:
        raise Failed(f"invalid CIDR expression: invalid CIDR address: {text}", argument) from None
    bits, prefix = address.max_prefixlen, int(prefix_text)
    if prefix > bits:
        raise Failed(f"invalid CIDR expression: invalid CIDR address: {text}", argument)
    host = bits - prefix
    return _Network(int(address) >> host << host, bits, prefix)


def _insert(network: _Network, number: int, shift: int) -> int:
    """The address with `number` put in `shift` bits from the right, as unbounded integers do it; a sign gets lost."""
    address = abs(number << shift | network.address)
    if address >> network.bits:
        raise Failed("panic in function implementation: runtime error: index out of range [-1]")
    return address


def _cidrhost(prefix: str, hostnum: Any) -> Value:
    number = whole(hostnum)
    network = _parse(prefix)
    most = (1 << (network.bits - network.prefix)) - 1
    magnitude = number
    if number < 0:
        magnitude = -number - 1
        number = most - magnitude
    if magnitude > most:
        raise Failed(f"prefix of {network.prefix} does not accommodate a host numbered {number}")
    shift = 96 if network.bits == 128 and _is_mapped(network.address) else 0
    return _text(_insert(network, number, shift), network.bits)


def _cidrnetmask(prefix: str) -> Value:
    network = _parse(prefix)
    mask = (1 << network.bits) - (1 << (network.bits - network.prefix))
    return str(ipaddress.IPv4Address(mask) if network.bits == 32 else ipaddress.IPv6Address(mask))


def _cidrsubnet(context: FunctionContext, prefix: str, newbits: Any, netnum: Any) -> Value:
    bits, number = whole(newbits), whole(netnum)
    network = _parse(prefix)
    if bits > 32:
        raise Failed("may not extend prefix by more than 32 bits")
    length = network.prefix + bits
    if length > network.bits:
        raise Failed(f"insufficient address space to extend prefix of {network.prefix} by {bits}")
    if (bits >= 0 and abs(number) > (1 << bits) - 1) or (number < 0 and not context.release.does("subnet-numbers-below-zero")):
        raise Failed(f"prefix extension of {bits} does not accommodate a subnet numbered {number}")
    if network.bits - length > 1024:
        return "<nil>"
    return str(_Network(_insert(network, number, network.bits - length), network.bits, length))


def _cidrsubnets(prefix: str, *newbits: Any) -> Value:
    network = _parse(prefix, 0)
    if not newbits:
        return ListValue(STRING, ())
    bits = network.bits
    subnets: list[str] = []
    first = network.prefix + whole(newbits[0], "", 1)
    last = (network.address - 1) % (1 << bits)
    current = _Network(last >> (bits - first) << (bits - first) if 0 <= first <= bits else 0, bits, first)
    for index, extension in enumerate(newbits, 1):
        length = whole(extension, "", index)
        if length < 1:
            raise Failed("must extend prefix by at least one bit", index)
        if length > 32:
            raise Failed("may not extend prefix by more than 32 bits", index)
        length += network.prefix
        if length > bits:
            raise Failed(f"would extend prefix to {length} bits, which is too long for an {'IPv4' if bits == 32 else 'IPv6'} address", index)
        host = bits - length
        start = ((last >> host) + 1) << host
        if start >> bits or start >> (bits - network.prefix) != network.address >> (bits - network.prefix) or (bits == 128 and _is_mapped(start)):
            after = "<nil>" if bits == 128 and _is_mapped(network.address) else str(current)
            raise Failed(f"not enough remaining address space for a subnet with a prefix of {length} bits after {after}", index)
        current = _Network(start, bits, length)
        last = start + (1 << host) - 1
        subnets.append(str(current))
    return ListValue(STRING, subnets)


TABLE: dict[str, Function] = {
    "cidrhost": Function("prefix:string hostnum:number", "string", _cidrhost, reads_text=True),
    "cidrnetmask": Function("prefix:string", "string", _cidrnetmask),
    "cidrsubnet": Function("prefix:string newbits:number netnum:number", "string", _cidrsubnet, reads_text=True, takes_context=True),
    "cidrsubnets": Function("prefix:string *newbits:number", "list(string)", _cidrsubnets),
}
