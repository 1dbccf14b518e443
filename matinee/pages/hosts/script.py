"""`old-addresses.js`: the front page leads on from `/?p=123`, where the host cannot."""

from __future__ import annotations

import json

from ...text.urls import decode
from ..parts import OldAddressesParts, Settings
from ..views.texts import Texts
from .patterns import target

_SCRIPT = """\
// Where addresses like /?p=123 have gone. Made by Matinee, of `aliases:` and `redirects:`.
(() => {
  const addresses = %s;
  for (const [name, value] of new URLSearchParams(location.search)) {
    const address = addresses[`${name}=${value}`];
    if (address) return location.replace(address + location.hash);
  }
})();
"""


def old_addresses(parts: OldAddressesParts, _texts: Texts, settings: Settings) -> bytes:
    addresses = {query: target(new, decode(settings.site.root)) for query, new in parts.addresses}
    return (_SCRIPT % json.dumps(addresses, indent=2).replace("\n", "\n  ")).encode()
