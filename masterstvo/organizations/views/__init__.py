"""Pages of organizations, their statuses and figures, and the choice of a municipality."""
