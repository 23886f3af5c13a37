"""Many documents: a pool of workers, results in order, nothing lost, taken up where it stopped."""
