"""For whoever runs an installation: broker, beat, outbox, chains. No council's contents."""
