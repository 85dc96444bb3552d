"""What both processes need: heartbeat, sd_notify, fail-fast threads, lock."""
