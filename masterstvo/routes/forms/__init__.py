"""What people write about routes, their steps, templates, and what others give to routes."""
