"""What reaches the disk: records, the thread that writes them, raw recordings."""
