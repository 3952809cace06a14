"""Pages of people, their jobs, qualification and vacancies."""
