"""A snapshot: a folder of Parquet with a manifest, built aside, published whole, compared, pruned."""
