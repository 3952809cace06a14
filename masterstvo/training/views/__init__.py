"""Pages of completed courses, programmes and providers, sessions, requests, and the plan of courses."""
