"""Access to official accounts: asked for or found, granted, suspended, ended, confirmed gone."""
