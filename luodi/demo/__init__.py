"""示范区 Demo: the invented sample district whose totals are those of the article."""
