"""The ring between the device and the tablets."""

from server.live.event_buffer import EventBuffer, Frame, event


def frame(topic, seq, run="r"):
    return Frame(topic, run, seq, b"{}", b"{}")


def seqs(batch):
    return [each.seq for each in batch.frames] if batch else []


def test_of_live_frames_only_the_newest_is_read_and_of_events_all():
    events = EventBuffer()
    cursor = events.join()
    for seq, topic in enumerate(["live", "rep", "live", "phase", "live", "rep"]):
        events.publish(frame(topic, seq))
    assert seqs(events.take(cursor)) == [1, 3, 4, 5]
    assert seqs(events.take(cursor)) == []


def test_a_reader_begins_behind_the_newest_heartbeat():
    events = EventBuffer()
    for seq, topic in enumerate(["rep", "heartbeat", "rep", "live"]):
        events.publish(frame(topic, seq))
    assert seqs(events.take(events.join())) == [2, 3]


def test_memory_is_bounded_and_a_reader_that_fell_behind_is_told():
    events = EventBuffer(capacity=4)
    cursor = events.join()
    events.publish(frame("live", 0))
    for seq in range(1, 10):
        events.publish(frame("rep", seq))
    assert seqs(events.take(cursor)) == [0, 6, 7, 8, 9]
    assert cursor.behind
    events.publish(frame("rep", 10))
    assert seqs(events.take(cursor)) == [10]
    assert not cursor.behind


def test_resuming_goes_back_to_what_was_missed_or_on_past_what_is_known():
    events = EventBuffer()
    for seq in range(3):
        events.publish(frame("rep", seq))
    events.publish(frame("heartbeat", 3))
    events.publish(frame("rep", 4))
    for known, expected in [(0, [1, 2, 3, 4]), (2, [4]), (4, []), (99, [])]:
        cursor = events.join()
        events.resume(cursor, "r", known)
        assert seqs(events.take(cursor)) == expected
    cursor = events.join()
    events.resume(cursor, "another run", 0)
    assert seqs(events.take(cursor)) == [4]


def test_whoever_has_come_as_far_gets_the_very_same_batch():
    events = EventBuffer()
    first, second = events.join(), events.join()
    events.publish(frame("rep", 1))
    assert events.take(first) is events.take(second)


def test_every_frame_is_told_of():
    events, told = EventBuffer(), []
    events.changed = lambda: told.append(seqs(events.take(cursor)))
    cursor = events.join()
    events.publish(frame("rep", 1))
    events.publish(frame("live", 2))
    assert told == [[1], [2]]


def test_a_message_becomes_an_event():
    assert event("rep", "ab", 7, b"{}") == b"event: rep\nid: ab:7\ndata: {}\n\n"
