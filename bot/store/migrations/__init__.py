"""The schema's history. A change of `bot/store/tables.py` needs a new file in `versions/`; none is ever edited."""
