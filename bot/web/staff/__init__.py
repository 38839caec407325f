"""The staff pages: server-rendered, under /staff, closed to strangers."""
