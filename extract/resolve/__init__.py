"""From competing candidates to settled mentions and entities."""

from extract.resolve.settling import Settled, settle

__all__ = ["Settled", "settle"]
