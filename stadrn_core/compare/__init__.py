"""Several checkpoints on the same recording: who agrees with whom, where, when, and on what terms."""
