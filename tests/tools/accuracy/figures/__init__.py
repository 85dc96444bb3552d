"""What the errors of many repetitions come to: goal by goal, the live cue, and the intervals."""
