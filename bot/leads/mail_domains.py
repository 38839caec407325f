"""Mail domains that many people have, and slips of the finger next to them."""

from __future__ import annotations

from rapidfuzz.distance import OSA

_PROVIDERS = (
    "gmail.com googlemail.com hotmail.com outlook.com yahoo.com icloud.com aol.com live.com "
    "msn.com comcast.net verizon.net att.net protonmail.com fastmail.com zoho.com"
).split()
# Real domains that are a letter or two from a provider's.
_REAL = frozenset(
    "mail.com email.com ymail.com gmx.com gmx.net gmx.de me.com mac.com hey.com pm.me proton.me "
    "rocketmail.com web.de live.ca live.fr live.nl live.de live.it live.co.uk hotmail.fr "
    "hotmail.de hotmail.it hotmail.es hotmail.ca hotmail.co.uk yahoo.ca yahoo.fr yahoo.de yahoo.it "
    "yahoo.es yahoo.in yahoo.co.uk yahoo.co.in yahoo.co.jp yahoo.com.br yahoo.com.mx yahoo.com.au "
    "outlook.fr outlook.de outlook.it outlook.es outlook.in outlook.jp aol.co.uk aol.de "
    "alive.com love.com five.com olive.com zoho.eu zoho.in".split()
)
_ENDINGS = {
    "con": "com", "cmo": "com", "ocm": "com", "comm": "com", "coom": "com", "vom": "com",
    "xom": "com", "cim": "com", "cpm": "com", "c0m": "com", "clm": "com",
    "ogr": "org", "orgg": "org", "rog": "org", "nte": "net", "ner": "net", "nett": "net",
    "ent": "net", "eud": "edu", "edy": "edu", "eduu": "edu",
}  # fmt: skip
_SHORT, _LONG = 5, 7


def nearest_domain(domain: str) -> str | None:
    """The domain that was probably meant instead of `domain`; None if nothing looks mistyped."""
    domain = domain.lower()
    if domain in _PROVIDERS or domain in _REAL:
        return None
    if provider := known_provider(domain):
        return provider
    name, _, ending = domain.rpartition(".")
    if ending not in _ENDINGS:
        return None
    mended = f"{name}.{_ENDINGS[ending]}"
    return known_provider(mended) or mended


def known_provider(domain: str) -> str | None:
    """The provider whose domain this is, or would be but for a slip or two."""
    for provider in _PROVIDERS:
        allowed = _allowed_slips(provider)
        if OSA.distance(domain.lower(), provider, score_cutoff=allowed) <= allowed:
            return provider
    return None


def _allowed_slips(provider: str) -> int:
    # A letter or two from a short name, nearly everything is somebody's real domain.
    letters = provider.index(".")
    return 0 if letters < _SHORT else 1 if letters < _LONG else 2
