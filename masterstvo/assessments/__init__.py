"""Assessments: one engine for everything that is asked and scored – instruments, campaigns, answers, levels."""
