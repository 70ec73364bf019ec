"""E-mail addresses: what one is, in the ways that people type and paste them, and how it travels."""

import re
from dataclasses import dataclass

ALONE = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>[;,.]*")
"""Prys, Rhian <rhian@northmoor.example>, as it is pasted from a mail program."""

QUOTED = re.compile(r"(['\"])(.*)\1")
LINK = "mailto:"
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
LONGEST_LOCAL, LONGEST, SHOWN = 64, 254, 80
AMBIGUOUS = frozenset("ßς\u200c\u200d")
"""Signs that old and new rules for domains turn into different domains: a letter could reach a stranger."""

UNSEEN = dict.fromkeys([0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD])
TYPE_ONE = "Type it as name@northmoor.example."
ONE_EACH = "Keep one, and give each other person a row of their own under the same council."


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name, which may be empty, and an address as it is read: signs of other alphabets in the domain stand as typed."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is no address that mail can go to, and what to do."""

    message: str
    fix: str


def mailbox(text: str) -> Mailbox | Fault:
    """The one mailbox that a cell names, also as Name <name@place>, as a mailto: link, or with signs around it."""
    found = ALONE.fullmatch(shown := _unlinked(text.translate(UNSEEN)))
    name = found["name"].strip(" \"'") if found else ""
    address = _bare(found["address"] if found else shown)
    if "@" in name and name.casefold() != address.casefold():
        return _several(text)
    fault = _fault(text, address)
    return fault or Mailbox("" if "@" in name else name, address)


def _bare(text: str) -> str:
    """Without what a link or a list puts around an address."""
    inner = _unlinked(text)
    quoted = QUOTED.fullmatch(inner)
    return quoted[2] if quoted else inner


def _unlinked(text: str) -> str:
    inner = text.lstrip(" ;,").rstrip(" ;,.")
    return inner[len(LINK) :].partition("?")[0].strip() if inner.casefold().startswith(LINK) else inner


def _shown(text: str) -> str:
    return f"“{text if len(text) <= SHOWN else text[: SHOWN - 1] + '…'}”"


def _several(text: str) -> Fault:
    return Fault(f"{_shown(text)} holds several addresses.", ONE_EACH)


def _fault(text: str, address: str) -> Fault | None:
    """The first thing wrong with an address, the text around it being what is shown."""
    local, _, domain = address.rpartition("@")
    if "@" in local:
        return _several(text)
    if not local or not domain:
        return Fault(f"{_shown(text)} is not an e-mail address.", TYPE_ONE)
    if any(sign.isspace() for sign in address):
        return Fault(f"{_shown(text)} has a space within the address.", f"{TYPE_ONE} Several people need a row each.")
    return _fault_before(text, local) or _fault_after(text, domain, len(address))


def _fault_before(text: str, local: str) -> Fault | None:
    """What is wrong before the @. Mail takes other alphabets there only where every server on the way does."""
    strange = [sign for sign in dict.fromkeys(local) if not sign.isascii()]
    if strange:
        message = f"{_shown(text)} has “{''.join(strange)}” before the @, where mail takes only letters a to z, digits and . - _ +."
        return Fault(message, "Ask for the address as their mail system writes it.")
    if not LOCAL.fullmatch(local) or len(local) > LONGEST_LOCAL:
        return Fault(f"{_shown(text)} is not an e-mail address: what stands before the @ cannot be right.", TYPE_ONE)
    return None


def _fault_after(text: str, domain: str, length: int) -> Fault | None:
    if "." not in domain:
        return Fault(f"{_shown(text)} is not a whole e-mail address: nothing like .example ends it.", TYPE_ONE)
    if not travelling_domain(domain) or length > LONGEST:
        other = (
            "" if domain.isascii() else " A domain in another alphabet can be typed in the form that begins with xn--."
        )
        fix = f"{TYPE_ONE}{other}"
        return Fault(f"{_shown(text)} is not an e-mail address: what stands after the @ cannot be right.", fix)
    return None


def travelling_domain(domain: str) -> str:
    """A domain as mail carries it: in small letters, other alphabets as xn--; empty where it can be no domain."""
    if AMBIGUOUS & set(domain.lower()):
        return ""
    try:
        sent = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    labels = sent.split(".")
    fit = len(labels) > 1 and all(LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    return sent if fit else ""


def travelling(address: str) -> str:
    """An address as mail carries it, in ASCII; empty where mail cannot go there."""
    found = mailbox(address)
    if isinstance(found, Fault):
        return ""
    local, _, domain = found.address.rpartition("@")
    sent = f"{local}@{travelling_domain(domain)}"
    return sent if len(sent) <= LONGEST else ""
