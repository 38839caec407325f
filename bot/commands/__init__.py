"""The commands of `careers`, one module a group."""
