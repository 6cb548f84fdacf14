"""`make reader`: trains the model of `knowledge.reader` from seeds. Only here are torch and transformers needed."""
