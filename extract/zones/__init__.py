"""The layout of a communiqué: furniture, title, date line, embargo, body, headings, descriptions, contacts.

`divide` gives the zones, `lay_out` the zones and the title, `kind_at` the kind of zone at an offset.
"""

from extract.zones.dividing import Layout, divide, kind_at, lay_out

__all__ = ["Layout", "divide", "kind_at", "lay_out"]
