"""The little languages inside jobspec strings: durations, versions and constraints, cron schedules, templates.

Each module reads one notation as the program that runs it does, down to the words of its errors, and knows nothing of jobs.
"""
