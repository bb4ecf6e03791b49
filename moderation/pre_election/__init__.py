"""What a pre-election period means for what the council says: asked, looked at again, followed."""
