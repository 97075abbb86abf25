"""What a text says word for word: its terms, as Python and PostgreSQL compare them, and what it denies."""

from service.words.negation import affirmed
from service.words.terms import positioned_terms, terms_of
from service.words.vectors import affirms, any_query, phrase_query, text_vector

__all__ = ["affirmed", "affirms", "any_query", "phrase_query", "positioned_terms", "terms_of", "text_vector"]
