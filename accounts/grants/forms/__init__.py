"""The forms of access. They clean; the actions decide."""
