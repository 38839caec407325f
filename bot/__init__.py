"""The eNamix career assistant."""
