"""Child processes in which untrusted files are worked on, with limits of time and memory."""
