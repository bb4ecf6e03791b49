"""The register’s own pages; its particulars are kept in the admin site."""
