"""What can be wrong with a source: a code with details, said in words only where somebody reads it."""

import json
from typing import Self

Details = dict[str, int | str]


class SourceProblem(Exception):
    """`code` is a key of `sources.wording.PROBLEMS`, `details` what its sentence names; never an address."""

    def __init__(self, code: str, **details: int | str) -> None:
        super().__init__(" ".join([code, *map(str, details.values())]))
        self.code = code
        self.details: Details = details

    def pack(self) -> str:
        return json.dumps([self.code, self.details])

    @classmethod
    def unpack(cls, packed: str) -> Self:
        code, details = json.loads(packed)
        return cls(code, **details)
