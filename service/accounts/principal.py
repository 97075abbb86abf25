"""Who asks, as every query that reads what is not public is told."""

from dataclasses import dataclass

from service.accounts.models import Scope
from service.errors import Forbidden, NotFound, Unauthorised


@dataclass(frozen=True)
class Principal:
    """`organisation_id` is None for the public and for the system, which alone sees everything."""

    organisation_id: int | None = None
    scopes: frozenset[Scope] = frozenset()
    system: bool = False
    # Names the key or the session in what is kept of a request.
    reference: str = "system"

    def organisation(self) -> int:
        """The organisation that asks; raises Unauthorised for the public."""
        if self.organisation_id is None:
            raise Unauthorised("Send an API key of your organisation as 'Authorization: Bearer rc_…'.")
        return self.organisation_id

    def require(self, scope: Scope) -> None:
        """Raise Unauthorised without a key, Forbidden with a key that lacks the scope."""
        self.organisation()
        if scope not in self.scopes:
            raise Forbidden(f"This API key lacks the scope {scope.value!r}: make one with it.")

    def require_operations(self) -> None:
        """Raise Unauthorised for the public; for anybody else who does not run the installation nothing is here."""
        if Scope.OPERATIONS in self.scopes:
            return
        self.organisation()
        raise NotFound("Nothing is here for this key: `rolecall key create NAME --scope operations` makes one.")


PUBLIC = Principal()
SYSTEM = Principal(system=True)
