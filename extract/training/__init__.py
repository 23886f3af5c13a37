"""What it takes to make the names weights: invented texts, perturbed texts, the learner."""
