"""The careers page at `/`, the pages that it links to, and the widget's script."""
