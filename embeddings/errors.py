"""What can go wrong between a text and its neighbours; every message names the thing and the remedy.

EmbeddingsError
  ModelMissing      no usable model where one was named
  ModelMismatch     weights, index and settings do not belong together
  WrongVectors      rows of another dimension, or with values that are no numbers
  IndexNotReady     nothing was saved yet
  IndexDamaged      what was saved does not verify
  IndexNotSaved     the disk refused a new generation; the older ones are untouched
"""


class EmbeddingsError(Exception):
    pass


class ModelMissing(EmbeddingsError):
    pass


class ModelMismatch(EmbeddingsError):
    pass


class WrongVectors(EmbeddingsError):
    pass


class IndexNotReady(EmbeddingsError):
    pass


class IndexDamaged(EmbeddingsError):
    pass


class IndexNotSaved(EmbeddingsError):
    pass
