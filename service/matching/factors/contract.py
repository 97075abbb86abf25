"""Whether the kind of contract is what the person wants."""

from service.kinds import ContractKind
from service.matching.factors.factor import Factor, not_stated
from service.matching.facts import CandidateFacts, ListingFacts

_WORDS = {
    ContractKind.PERMANENT: "permanent",
    ContractKind.FIXED_TERM: "for a fixed term",
    ContractKind.TEMPORARY: "temporary",
    ContractKind.CASUAL: "casual work",
    ContractKind.APPRENTICESHIP: "an apprenticeship",
    ContractKind.INTERNSHIP: "an internship",
    ContractKind.VOLUNTEER: "voluntary work",
}
# Who wants the one may take the other.
_NEAR = frozenset({ContractKind.FIXED_TERM, ContractKind.TEMPORARY})
_OF_A_NEAR_ONE = 0.6


def contract(candidate: CandidateFacts, listing: ListingFacts) -> Factor:
    offered, wanted = listing.contract, candidate.contracts
    if offered is None:
        return not_stated("contract", "The listing does not say what kind of contract it is.")
    words = f"This is {_WORDS[offered]}"
    if wanted is None:
        return not_stated("contract", f"{words}; the profile does not say what is wanted.")
    evidence = tuple(text for text in (wanted.sentence, listing.contract_text) if text)
    if offered in wanted.value:
        return Factor("contract", 1.0, f"{words}, as wanted.", evidence)
    if offered in _NEAR and not _NEAR.isdisjoint(wanted.value):
        return Factor("contract", _OF_A_NEAR_ONE, f"{words}, near to what is wanted.", evidence)
    others = " or ".join(_WORDS[kind] for kind in sorted(wanted.value))
    return Factor("contract", 0.0, f"{words}; wanted is {others}.", evidence)
