"""The explorer: pages in the browser over one warehouse, which they only ask through ``Warehouse``."""
