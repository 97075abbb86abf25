"""How good rankings are, query by query: reciprocal rank, average precision, nDCG, recall and success over plain maps.

The measuring is trec_eval's, through ir-measures. A document is relevant from grade 1; nDCG's gain is the grade itself;
average precision and recall count every relevant document, found or not; a query without a ranking gets 0.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Judgements = Mapping[str, Mapping[str, int]]

MRR = "mrr"
MAP = "map"
NDCG10 = "ndcg10"
RECALL10 = "recall10"
RECALL100 = "recall100"
HIT10 = "hit10"
METRICS = (MRR, MAP, NDCG10, RECALL10, RECALL100, HIT10)

_MEASURES = {MRR: "RR", MAP: "AP", NDCG10: "nDCG@10", RECALL10: "R@10", RECALL100: "R@100", HIT10: "Success@10"}


def measure(judgements: Judgements, rankings: Mapping[str, Sequence[str]]) -> dict[str, Values]:
    """For each metric one value per judged query, in the order of `judgements`; `rankings` hold documents, best first.

    Every query needs a document of grade 1 or more: nothing can be found for one that has none.
    """
    import ir_measures

    # trec_eval breaks ties of a score by the documents' names; places in the ranking have no ties.
    run = {
        query: {document: -float(place) for place, document in enumerate(ranking)}
        for query, ranking in rankings.items()
        if query in judgements
    }
    measures = {ir_measures.parse_measure(name): metric for metric, name in _MEASURES.items()}
    values = {metric: np.zeros(len(judgements)) for metric in METRICS}
    row = {query: number for number, query in enumerate(judgements)}
    relevant = {query: dict(grades) for query, grades in judgements.items()}
    for found in ir_measures.iter_calc(list(measures), relevant, run):
        values[measures[found.measure]][row[found.query_id]] = found.value
    return values
