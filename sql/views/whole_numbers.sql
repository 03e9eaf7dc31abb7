/*
title = "The whole numbers from 0 to 9,999"
doc = """
What counts things by class joins it, so that an empty class is a row with 0 and bars that stand side by side are
neighbours. A class beyond the 10,000th of a query is there only where it is not empty.
"""

[columns]
number = "The number."
*/
SELECT thousands.digit * 1000 + hundreds.digit * 100 + tens.digit * 10 + units.digit AS number
FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS units (digit)
CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS tens (digit)
CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS hundreds (digit)
CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS thousands (digit)
