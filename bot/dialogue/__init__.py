"""What Rasa loads besides the pipeline: the tracker store."""
