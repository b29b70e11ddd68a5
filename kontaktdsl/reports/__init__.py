"""Pictures of one record: terminal, plain text for reading aloud, JSON.

`record` makes the record from a checked file; everything else here draws it and imports neither
attrs nor the model, so that a cached record is shown at once.
"""
