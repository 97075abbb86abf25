"""Whether the mail server takes what it is handed, judged by its last answers.

Nothing else would show that it does not: each message that it refuses waits quietly for its next attempt.
"""
